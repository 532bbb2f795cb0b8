"""What is wrong with a file, in the language of the page: the reader's phrase by its code, filled in anew."""

import re

from flask_babel import gettext

from engine.model.problem import Problem
from engine.phrases import PHRASES
from web.studio.feel_reasons import explained
from web.studio.problem_words import CONSTRUCTS, LABELS, REMEDIES, WORDS, called
from web.studio.type_words import DEPLOYED, NAMING_DEPLOYED, NAMING_TYPES, TYPES

_ONE_OF = re.compile(r"^one of \(\s*")


def told(problem: Problem) -> tuple[str, str]:
    """The sentence and the remedy. A problem without a known code is told in English, as it came."""
    phrase = PHRASES.get(problem.code)
    if phrase is None:
        return problem.sentence, problem.remedy
    sentence, remedy = gettext(phrase.sentence), gettext(phrase.remedy)
    if (sentence, remedy) == (phrase.sentence, phrase.remedy):  # English
        return problem.sentence, problem.remedy
    params = {name: in_words(problem.code, name, value) for name, value in problem.params.items()}
    return capital(sentence.format_map(params)), remedy.format_map(params)


def in_words(code: str, name: str, value: str) -> str:
    """A parameter of a phrase: names and numbers as they are, words of the reader in the language of the page."""
    words = WORDS.get((code, name), {})
    if value in words:
        return str(words[value])
    if code.startswith("type-") and name in NAMING_TYPES:
        return str(TYPES.get(value, value))
    if code in NAMING_DEPLOYED and name == "kind":
        return str(DEPLOYED.get(value, value))
    match code, name:
        case "not-executed", "construct":
            return gettext(value) if value in CONSTRUCTS else value
        case "not-executed", "remedy":
            return gettext(value) if value in REMEDIES else value
        case (("expression-syntax" | "dmn-syntax" | "form-expression"), "reason"):
            return explained(value)
        case ("event-multiple" | "event-not-here", "definition") | ("reference-wrong", "what"):
            return called(value)
        case "gateway-ambiguous", "flows":
            return ", ".join(gettext("“%(name)s”", name=id.strip("“”")) for id in value.split(", "))
        case "schema-missing-element", "expected":
            return _ONE_OF.sub(gettext("one of: "), value)
    return called(value) if name in LABELS else value


def capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
