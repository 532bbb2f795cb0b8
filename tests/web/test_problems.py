"""What is wrong with a file is told in the language of the page, whole sentences and the words in them."""

from collections.abc import Iterator
from string import Formatter

import pytest
from flask_babel import force_locale

from engine.model.problem import Problem
from engine.phrases import PHRASES
from engine.reader import read_bpmn
from engine.reader.problems import phrased
from tests.web.conftest import Office
from tests.web.visitor import said
from web.i18n.catalogue import translations
from web.studio.problem_words import WORDS, called
from web.studio.problems import told

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="here">'
)


@pytest.fixture
def finnish(office: Office) -> Iterator[None]:
    with office.visitor().client.application.test_request_context(), force_locale("fi"):
        yield


@pytest.mark.parametrize("code", PHRASES)
def test_every_phrase_has_its_finnish_with_the_same_parameters(code: str) -> None:
    phrase, catalogue = PHRASES[code], translations("fi")

    for english in (phrase.sentence, phrase.remedy):
        known = catalogue._catalog.get(english)  # without gettext's falling back to English
        assert known
        assert parameters(known) <= parameters(english)
        assert parameters(english) - parameters(known) <= LEFT_OUT.get(code, set())


#: The schema's own words name the element once more.
LEFT_OUT = {"schema": {"it"}}


def parameters(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_the_fixed_words_belong_to_parameters_that_there_are() -> None:
    for code, name in WORDS:
        phrase = PHRASES[code]
        assert name in parameters(phrase.sentence) | parameters(phrase.remedy)


@pytest.mark.usefixtures("finnish")
@pytest.mark.parametrize(
    ("text", "finnish_text"),
    [
        ("the user task “Soita”", "käyttäjätehtävä ”Soita”"),
        ("the event based gateway", "tapahtumiin perustuva yhdyskäytävä"),
        ("the timer’s duration", "ajastimen kesto"),
        ("the attribute “assignee”", "attribuutti ”assignee”"),
        ("message event definition “m”", "viestitapahtuman määritys ”m”"),
        ("a dataObject", "on väärää lajia: tieto-olio"),
        ("the strange thing “x”", "the strange thing “x”"),
        ("the task “a “b” c”", "tehtävä ”a “b” c”"),
    ],
)
def test_an_element_is_called_by_its_finnish_kind(text: str, finnish_text: str) -> None:
    assert called(text) == finnish_text


@pytest.mark.usefixtures("finnish")
def test_a_diagram_is_refused_in_finnish() -> None:
    problems = read_bpmn(
        f"""{HEAD}<process id="p" name="Polku" isExecutable="true">
        <startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="t"/>
        <sequenceFlow id="g" sourceRef="t" targetRef="nowhere {{it}}"/>
        <userTask id="t" name="Soita">
        <extensionElements><zeebe:assignmentDefinition assignee="=a +"/></extensionElements>
        <standardLoopCharacteristics loopMaximum="x"><loopCondition xsi:type="tFormalExpression">(1</loopCondition>
        </standardLoopCharacteristics></userTask></process></definitions>""".encode(),
        "p.bpmn",
    ).problems
    sentences = {told(problem) for problem in problems}

    assert (
        "Käyttäjätehtävä ”Soita”: attribuutti ”assignee” ei ole FEEL-lauseke: lauseke loppuu kesken; "
        "odotettiin: lauseke (merkki 5 tekstissä ”=a +”).",
        "Korjaa lauseke siitä kohdasta.",
    ) in sentences
    assert (
        "Nuoli ”g”: nuolen kohdepää ”nowhere {it}” ei ole prosessin tehtävä, tapahtuma eikä yhdyskäytävä.",
        "Yhdistä nuoli uudelleen.",
    ) in sentences
    assert any("toiston ehto ei ole FEEL-lauseke: sulkeet jäävät auki" in sentence for sentence, _ in sentences)


@pytest.mark.usefixtures("finnish")
def test_a_construct_and_its_remedy_are_told_in_finnish() -> None:
    words = {"construct": "task listeners", "remedy": "Draw a service task before or after the user task."}
    problem = phrased(PHRASES["not-executed"], {"it": "the user task “Soita”", **words})

    assert told(problem) == (
        "Käyttäjätehtävä ”Soita”: moottori ei suorita tätä: tehtävän kuuntelijat.",
        "Piirrä palvelutehtävä käyttäjätehtävän eteen tai perään.",
    )


@pytest.mark.usefixtures("finnish")
def test_a_problem_without_a_code_is_told_as_it_came() -> None:
    assert told(Problem("It is so.", "Mend it.")) == ("It is so.", "Mend it.")


def test_the_english_page_tells_what_the_reader_said(office: Office) -> None:
    problems = read_bpmn(
        f'{HEAD}<process id="p" isExecutable="true"><endEvent id="e"/></process></definitions>'.encode(), "p.bpmn"
    ).problems

    with office.visitor().client.application.test_request_context(), force_locale("en"):
        assert problems
        assert [told(problem) for problem in problems] == [(problem.sentence, problem.remedy) for problem in problems]


def test_the_studio_checks_in_the_language_of_its_page(office: Office) -> None:
    answers = {
        language: said(
            office.visitor("otso", language).ask("/studio/process/service-path/check", {"xml": "<nonsense/>"})
        )
        for language in ("fi", "en")
    }

    assert answers["fi"]["problems"][0]["sentence"] == (
        "Tiedosto ei ole BPMN 2.0 -kaavio: sen uloin elementti on nonsense."
    )
    assert answers["en"]["problems"][0]["sentence"].startswith("The file is not a BPMN 2.0 diagram")


@pytest.mark.usefixtures("finnish")
@pytest.mark.parametrize(
    ("code", "params", "sentence"),
    [
        (
            "type-always-null",
            {"text": '=1 + "x"', "position": "4", "left": "number", "sign": "+", "right": "string"},
            '”=1 + "x"”, merkki 4: luku + merkkijono on aina tyhjä.',
        ),
        (
            "dmn-syntax",
            {"reason": "the expression ends too early; expected an expression", "place": "  1 +\n     ^"},
            "Lauseketta ei voi lukea: lauseke loppuu kesken; odotettiin: lauseke.\n  1 +\n     ^",
        ),
        (
            "target-missing",
            {"kind": "decision", "id": "segment", "tag": ""},
            "Julkaistuna tai näiden tiedostojen joukossa ei ole tätä: päätös segment.",
        ),
        ("form-no-id", {}, "Lomakkeella ei ole tunnistetta."),
    ],
)
def test_problems_of_types_decisions_forms_and_deployments_are_told_in_finnish(
    code: str, params: dict[str, str], sentence: str
) -> None:
    assert told(phrased(PHRASES[code], params))[0] == sentence
