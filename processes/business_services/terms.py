"""The office's codes and what they are called, for pages, letters and the demonstration's story."""

from collections.abc import Mapping

Names = Mapping[str, tuple[str, str]]  # code: (Finnish, English)

SEGMENT: Names = {
    "founders": ("Alkavat yrittäjät ja keksijät", "Founders and inventors"),
    "local": ("Paikallisesti toimivat yritykset", "Locally operating enterprises"),
    "domestic": ("Kotimarkkinayritykset", "Enterprises of the home market"),
    "international": ("Kasvua kansainvälistymisestä hakevat", "Seeking growth by internationalisation"),
    "large": ("Suuryritykset", "Large enterprises"),
    "communities": ("Yhteisöt", "Communities"),
}
LIFE_CYCLE: Names = {
    "acquisition": ("Hankinta", "Acquisition"),
    "take-over": ("Haltuunotto", "Take-over"),
    "development": ("Kehittäminen", "Development"),
    "retention": ("Säilyttäminen", "Retention"),
}
NATURE: Names = {
    "transaction": ("Kertaluonteinen asiointi", "Transaction"),
    "contract": ("Sopimusasiakkuus", "Contract"),
    "preference": ("Suosiva asiakkuus", "Preference"),
    "partnership": ("Kumppanuus", "Partnership"),
}
SERVICE: Names = {
    "recruitment": ("Rekrytointi", "Recruitment"),
    "competence-development": ("Osaamisen kehittäminen", "Competence development"),
    "enterprise-development": ("Yrityksen kehittämispalvelut", "Enterprise development"),
    "staff-reduction": ("Muutosturva", "Staff reduction"),
    "network-guidance": ("Ohjaus verkostoon", "Guidance to the network"),
}
OUTCOME: Names = {
    "advised": ("Asiakas täyttää paikan itse", "The customer fills the place itself"),
    "withdrawn": ("Asiakas luopui hausta", "The customer gave the search up"),
    "filled": ("Paikat täytettiin", "The places were filled"),
    "unfilled": ("Paikkoja ei täytetty", "The places were not filled"),
    "helped": ("Asiakas sai avun", "The customer was helped"),
    "partly": ("Osittain", "In part"),
    "not-helped": ("Asiakas ei saanut apua", "The customer was not helped"),
    "given-up": ("Koulutuksesta luovuttiin", "The training was given up"),
    "succeeded": ("Tavoitteet saavutettiin", "The goals were reached"),
    "failed": ("Tavoitteita ei saavutettu", "The goals were not reached"),
    "subsidy-refused": ("Tukea ei myönnetty", "The subsidy was refused"),
    "carried-out": ("Suunnitelma toteutettiin", "The plan was carried out"),
    "stopped": ("Toteutus keskeytyi", "The carrying out stopped"),
    "most-employed": ("Useimmat työllistyivät", "Most found work"),
    "some-employed": ("Osa työllistyi", "Some found work"),
    "few-employed": ("Harva työllistyi", "Few found work"),
    "continue": ("Yhteydenpito jatkuu", "Keeping in touch goes on"),
    "new-need": ("Uusi palvelutarve", "A new need"),
    "end": ("Asiakkuus päättyy", "The customership ends"),
}
CHANNEL: Names = {
    "web": ("Verkkolomake", "Web form"),
    "phone": ("Puhelin", "Telephone"),
    "visit": ("Yrityskäynti", "Company visit"),
    "event": ("Tapahtuma", "Event"),
    "mail": ("Sähköposti", "Mail"),
}
GRADE: Names = {
    "negative": ("Kielteinen", "Negative"),
    "neutral": ("Siltä väliltä", "Neutral"),
    "positive": ("Myönteinen", "Positive"),
}
FEEDBACK_STATUS: Names = {
    "asked": ("Pyydetty", "Asked for"),
    "received": ("Saatu", "Received"),
    "silent": ("Ei vastausta", "No answer"),
}
STATUS: Names = {
    "prospect": ("Ei vielä asiakas", "Not a customer yet"),
    "active": ("Voimassa", "Active"),
    "ended": ("Päättynyt", "Ended"),
}
MEMO: Names = {
    "assessment": ("Palvelutarvearvio", "Needs assessment"),
    "reassessment": ("Uudelleenarviointi", "Reassessment"),
    "meeting": ("Tapaaminen", "Meeting"),
    "contact": ("Yhteydenotto", "Contact"),
    "visit": ("Yrityskäynti", "Company visit"),
}
VISIT: Names = {
    "get-to-know": ("Tutustuminen", "Getting to know"),
    "follow-up": ("Yhteydenpito", "Keeping in touch"),
    "change": ("Kasvu tai muutostilanne", "Growth or change"),
    "asked": ("Yritys pyysi", "The company asked"),
}
PLAN: Names = {
    "in-force": ("Voimassa", "In force"),
    "renewed": ("Uusittu", "Renewed"),
    "done": ("Toteutunut", "Carried out"),
    "ended": ("Päättynyt", "Ended"),
}
CHANGE: Names = {
    "segment": ("Segmentti", "Segment"),
    "lifeCycle": ("Elinkaaren vaihe", "Stage of the life cycle"),
    "nature": ("Asiakkuuden luonne", "Nature of the customership"),
    "status": ("Asiakkuus", "Customership"),
    "responsibleExpert": ("Vastuuasiantuntija", "Responsible expert"),
}
GOAL: Names = {
    "1": ("Yritysten nettomäärä kasvaa", "The net number of enterprises grows"),
    "2": ("Yritykset saavat osaavaa työvoimaa", "Enterprises get competent workforce"),
    "3": ("Asiakkaat saavat hyvää, tarpeen mukaista palvelua", "Customers get good service that fits their need"),
    "4": ("Asiantuntijat osaavat ja viihtyvät", "Experts are competent and like their work"),
    "5": ("Pk-yritysten kasvumahdollisuudet tunnistetaan", "The growth potential of SMEs is recognised"),
    "6": ("Osaamiseen perustuva kasvu ja uudistuminen", "Competence-based growth and renewal"),
    "7": ("Nuorten työllisyys", "Youth employment"),
    "8": ("Toimivat työmarkkinat", "A working labour market"),
    "9": ("Kansainvälistä kasvua hakevia yrityksiä on enemmän", "More enterprises seek international growth"),
    "10": ("Työelämän tuottavuus ja laatu", "Productivity and quality of working life"),
}
MEASURE: Names = {
    "new-customers": ("Uusia asiakkaita", "New customers"),
    "recruitment": ("Alkaneita rekrytointeja", "Recruitment services begun"),
    "positive-feedback": ("Myönteistä palautetta", "Positive feedback"),
    "contacts": ("Yhteydenottoja", "Contacts"),
    "visits": ("Yrityskäyntejä", "Company visits"),
    "training": ("Alkaneita koulutuksia", "Trainings begun"),
    "staff-reduction": ("Alkaneita muutosturvia", "Staff reduction services begun"),
    "guidance": ("Ohjauksia verkostoon", "Guidances to the network"),
    "international": ("Uusia kansainvälistyviä asiakkaita", "New customers who look for growth abroad"),
    "in-time": ("Ajallaan tehtyä työtä", "Work done in time"),
}
NEED: Names = {
    "recruitment": ("Työvoiman hankinta", "Finding workforce"),
    "competence": ("Henkilöstön osaamisen kehittäminen", "Competence of the staff"),
    "development": ("Yrityksen kehittäminen", "Development of the enterprise"),
    "finance": ("Rahoitus", "Finance"),
    "international": ("Kansainvälistyminen", "Going international"),
    "start-up": ("Yrityksen perustaminen", "Starting an enterprise"),
    "staff-reduction": ("Henkilöstön vähentäminen", "Reducing the staff"),
    "other": ("Muu asia", "Something else"),
}
INITIATIVE: Names = {"customer": ("Asiakas", "The customer"), "office": ("Toimisto", "The office")}
MARKET: Names = {
    "local": ("Paikallinen", "Local"),
    "domestic": ("Koko Suomi", "The home market"),
    "international": ("Kansainvälinen tai sitä tavoitteleva", "International, or on its way there"),
}
ORGANISATION: Names = {
    "enterprise": ("Yritys", "Enterprise"),
    "founder": ("Alkava yrittäjä tai keksijä", "Founder or inventor"),
    "community": ("Yhteisö", "Community"),
}
ACTOR: Names = {
    "ely-centre": ("ELY-keskus", "ELY Centre"),
    "finnvera": ("Finnvera", "Finnvera"),
    "finpro": ("Finpro", "Finpro"),
    "tekes": ("Tekes", "Tekes"),
    "invention-foundation": ("Keksintösäätiö", "Invention Foundation"),
    "patent-office": ("Patentti- ja rekisterihallitus", "Patent and Registration Office"),
    "tax-administration": ("Verohallinto", "Tax Administration"),
    "development-company": ("Seudullinen kehittämisyhtiö", "Regional development company"),
    "proagria": ("ProAgria-keskus", "ProAgria centre"),
}


def name(names: Names, code: str, language: str) -> str:
    """What `code` is called in Finnish (`fi`) or English (anything else); the code itself where nobody has named it."""
    finnish, english = names.get(code, (code, code))
    return finnish if language == "fi" else english
