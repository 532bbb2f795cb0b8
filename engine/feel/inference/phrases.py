"""What can be wrong with the types of an expression, by its code: the sentence in the library and on a page."""

from __future__ import annotations

SENTENCES = {
    "always-null": "{left} {sign} {right} is always null.",
    "never-equal": "A {left} is never equal to a {right}.",
    "negated": "- {type} is always null.",
    "no-condition": "The condition is a {type}, not a boolean: it is never true.",
    "no-truth": "A {type} is neither true nor false.",
    "no-property": "A {type} has no property {name!r}.",
    "arguments": "{function}() takes {wanted} arguments, not {count}.",
    "arguments-at-least": "{function}() takes at least {wanted} arguments, not {count}.",
    "arguments-between": "{function}() takes {wanted} to {limit} arguments, not {count}.",
    "no-parameter": "{function}() has no parameter {name!r}; it has {names}.",
    "parameter-missing": "{function}() needs the parameter {name!r}.",
    "argument": "{function}() takes a {wanted} as {name!r}, not a {type}.",
    "argument-null": "{function}() takes a {wanted} as {name!r}, not null.",
    "never-fits": "A {type} never fits a test with a {other}.",
    "backwards": "The range ends before it starts: nothing is in it.",
    "no-entry": "The declared type has no entry {name!r}; it has {names}.",
    "wrong-type": "This is a {type}, and has to be a {other}.",
}
# On a page, beside the text and the place in it, and with how to go on.
PHRASES = {
    f"type-{code}": (
        f"“{{text}}”, character {{position}}: {sentence.replace('!r', '')}",
        "Mend the expression, or the type that the data are declared with.",
    )
    for code, sentence in SENTENCES.items()
}
