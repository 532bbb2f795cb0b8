"""What each record says, as a sentence in the language of the page. A test keeps the table complete.

The placeholders are `subject` (without its kind), and what the record's data has.
"""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, lazy_gettext

from engine.store.records import Record
from web.audit.values import LONGEST, filled, written
from web.customers.register_words import entry, entry_values

SENTENCES: Mapping[str, Any] = {
    "AbsenceChanged": lazy_gettext("The absence of %(subject)s was changed: %(first_day)s to %(last_day)s."),
    "AbsenceEntered": lazy_gettext("An absence of %(subject)s was entered: %(first_day)s to %(last_day)s."),
    "AbsenceWithdrawn": lazy_gettext("The absence of %(subject)s was withdrawn."),
    "CompaniesImported": lazy_gettext(
        "A file of companies was read: %(added)s added, %(updated)s brought up to date, %(refused)s refused."
    ),
    "CustomerRead": lazy_gettext("The data of the customer %(subject)s was read."),
    "DefinitionsDeployed": lazy_gettext("Diagrams, decisions or forms were released (%(subject)s)."),
    "FactsArchived": lazy_gettext(
        "%(facts)s facts of %(instances)s finished paths were moved into the archive %(subject)s."
    ),
    "FactsExported": lazy_gettext("The history was downloaded: %(asked)s"),
    "LetterTriedAgain": lazy_gettext("The letter %(subject)s shall be sent again."),
    "LogKeyMade": lazy_gettext("The key that signs the history was made or replaced."),
    "PasswordChanged": lazy_gettext("The account %(subject)s got a new password."),
    "PersonAdded": lazy_gettext("The account %(subject)s was added, with the roles %(roles)s."),
    "PersonChanged": lazy_gettext("The account %(subject)s was changed: %(changes)s"),
    "QuestionRemoved": lazy_gettext("The saved question %(subject)s was removed."),
    "QuestionSaved": lazy_gettext("The question %(subject)s was saved."),
    "RegisterEntryAdded": lazy_gettext("The register got an entry (%(subject)s): %(set)s"),
    "RegisterEntryChanged": lazy_gettext("An entry of the register (%(subject)s) was changed: %(set)s"),
    "RegisterEntryRemoved": lazy_gettext("An entry of the register (%(subject)s) was removed."),
    "SettingsChanged": lazy_gettext("The program was started with other settings on %(subject)s: %(changed)s"),
    "TeamAdded": lazy_gettext("The team %(name)s was added; its manager is %(manager)s."),
    "TeamChanged": lazy_gettext("The team %(name)s was changed; its manager is %(manager)s."),
    "TokenMade": lazy_gettext("A key to the interfaces (%(subject)s) was given to %(account)s."),
    "TokenRevoked": lazy_gettext("The key to the interfaces (%(subject)s) of %(account)s was revoked."),
    "ValuesErased": lazy_gettext("Personal data was erased (%(subject)s)."),
}

#: By the names of the filter.
NAMES: Mapping[str, Any] = {
    "AbsenceChanged": lazy_gettext("Absence changed"),
    "AbsenceEntered": lazy_gettext("Absence entered"),
    "AbsenceWithdrawn": lazy_gettext("Absence withdrawn"),
    "CompaniesImported": lazy_gettext("Companies imported"),
    "CustomerRead": lazy_gettext("Customer's data read"),
    "DefinitionsDeployed": lazy_gettext("Version released"),
    "FactsArchived": lazy_gettext("Facts moved into an archive"),
    "FactsExported": lazy_gettext("History downloaded"),
    "LetterTriedAgain": lazy_gettext("Letter tried again"),
    "LogKeyMade": lazy_gettext("Signing key made"),
    "PasswordChanged": lazy_gettext("Password changed"),
    "PersonAdded": lazy_gettext("Account added"),
    "PersonChanged": lazy_gettext("Account changed"),
    "QuestionRemoved": lazy_gettext("Question removed"),
    "QuestionSaved": lazy_gettext("Question saved"),
    "RegisterEntryAdded": lazy_gettext("Register: entry added"),
    "RegisterEntryChanged": lazy_gettext("Register: entry changed"),
    "RegisterEntryRemoved": lazy_gettext("Register: entry removed"),
    "SettingsChanged": lazy_gettext("Settings changed"),
    "TeamAdded": lazy_gettext("Team added"),
    "TeamChanged": lazy_gettext("Team changed"),
    "TokenMade": lazy_gettext("Interface key given"),
    "TokenRevoked": lazy_gettext("Interface key revoked"),
    "ValuesErased": lazy_gettext("Personal data erased"),
}


#: The first start on a machine changes nothing: there was none before.
FIRST_START = lazy_gettext("The program was started on %(subject)s for the first time; its settings are kept.")

OF_THE_REGISTER = frozenset({"RegisterEntryAdded", "RegisterEntryChanged", "RegisterEntryRemoved"})

#: Reasons that the program itself gives; those of people stay as they wrote them.
REASONS: Mapping[str, Any] = {
    "The log's first key.": lazy_gettext("It is the first one."),
    "The key was replaced.": lazy_gettext("It replaces an older one."),
}


def record_sentence(record: Record, longest: int = LONGEST) -> str:
    """The record in words, with its reason; a kind that this version doesn't know is said to be so."""
    text = SENTENCES.get(record.kind)
    if text is None:
        return gettext("%(kind)s: this version of Polku doesn't know what it means.", kind=record.kind)
    if record.kind == "SettingsChanged" and not record.data.get("changed"):
        text = FIRST_START
    words = {name: written(value, longest) for name, value in record.data.items()}
    words["changes"] = ", ".join(f"{name}: {written(value, longest)}" for name, value in record.data.items())
    about, _, words["subject"] = record.subject.partition(":")
    if record.kind in OF_THE_REGISTER:
        words["subject"] = entry(about, words["subject"])
        words["set"] = written(entry_values(about, record.data.get("set", {})), longest)
    personal = gettext("Its personal data has been erased.") if record.digest and record.values is None else ""
    return " ".join(filter(None, (filled(str(text), words), str(REASONS.get(record.reason, record.reason)), personal)))
