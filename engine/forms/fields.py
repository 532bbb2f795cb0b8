"""The parts of a form-js schema: which component types hold a value, and which hold other components."""

from collections.abc import Iterator, Mapping
from typing import Any

#: Component types whose answer becomes a variable.
KEYED = frozenset(
    {
        "textfield",
        "textarea",
        "number",
        "checkbox",
        "checklist",
        "taglist",
        "radio",
        "select",
        "datetime",
        "expression",
    }
)
#: Components around others. A dynamic list repeats them, one row of answers each.
GROUPS = frozenset({"default", "group", "dynamiclist"})
#: Components that only show something.
SHOWN = frozenset({"text", "html", "image", "spacer", "separator", "table", "button", "iframe"})
#: Answers from a closed list of choices.
CHOICES = frozenset({"radio", "select", "checklist", "taglist"})

Component = Mapping[str, Any]


def components(schema: Component) -> Iterator[Component]:
    """Every component below `schema`, outer ones first."""
    for component in schema.get("components", ()):
        yield component
        yield from components(component)


def label_of(component: Component) -> str:
    """What the person sees beside the field, else its key."""
    if component.get("type") == "datetime":
        named = component.get("dateLabel") or component.get("timeLabel") or component.get("label")
    else:
        named = component.get("label")
    return str(named or component.get("key") or component.get("id") or "")


def feel(text: Any) -> str | None:
    """The FEEL expression in an attribute that may be static: the text after "=", or None."""
    return text[1:] if isinstance(text, str) and text.startswith("=") else None


def dig(values: Any, path: str, otherwise: Any = None) -> Any:
    """The value at a dotted path of nested contexts, `otherwise` where there is none."""
    for step in path.split("."):
        if not isinstance(values, Mapping) or step not in values:
            return otherwise
        values = values[step]
    return values
