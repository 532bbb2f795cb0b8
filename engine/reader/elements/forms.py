"""zeebe:formDefinition: the form that a person fills in."""

from lxml import etree

from engine.reader.context import Context
from engine.reader.nodes import attribute, extension
from engine.reader.problems import error
from engine.reader.references import ReferenceKind
from engine.reader.vocabulary import zeebe

NO_ID = error(
    "form-without-id",
    "{it} has a form that is not named by its form id.",
    "Choose the form by its form id; embedded forms and forms elsewhere are not used.",
)


def form_id(node: etree._Element, context: Context) -> str | None:
    """The id of the element's form; None where it has none."""
    found = extension(node, zeebe("formDefinition"))
    if found is None:
        return None
    id = attribute(found, "formId")
    if not id:
        context.problems.add(NO_ID, node)
        return None
    context.refer(
        ReferenceKind.FORM,
        found,
        id,
        attribute(found, "bindingType") or "latest",
        attribute(found, "versionTag") or None,
    )
    return id
