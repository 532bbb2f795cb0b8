"""zeebe:taskDefinition and zeebe:taskHeaders: the job that does the work of an element."""

from collections.abc import Iterable

from lxml import etree

from engine.model.extensions import JobDefinition
from engine.reader.context import Context
from engine.reader.expressions import NOTHING, is_feel
from engine.reader.nodes import attribute, extension, extensions
from engine.reader.problems import error
from engine.reader.references import ReferenceKind
from engine.reader.vocabulary import zeebe

NO_TYPE = error("job-without-type", "{it} has a job without a type.", "Name the type of the job that does the work.")

_RETRIES = "3"  # Camunda 8's default


def job_definition(node: etree._Element, context: Context) -> JobDefinition | None:
    """The job of an element; None where it has none."""
    found = extension(node, zeebe("taskDefinition"))
    return None if found is None else job_of(found, extensions(node, zeebe("taskHeaders")), context)


def job_of(found: etree._Element, headers: Iterable[etree._Element], context: Context) -> JobDefinition:
    """The job that the element with the attributes `type` and `retries` defines, with these zeebe:taskHeaders."""
    type_ = context.expressions.optional("text", found, "type")
    if type_ is None:
        context.problems.add(NO_TYPE, found)
    elif not is_feel(attribute(found, "type")):
        context.refer(ReferenceKind.JOB, found, attribute(found, "type"))
    retries = context.expressions.value(found, "the attribute “retries”", attribute(found, "retries") or _RETRIES)
    return JobDefinition(type_ or NOTHING, retries, _headers(headers))


def _headers(holders: Iterable[etree._Element]) -> dict[str, str]:
    return {
        attribute(header, "key"): header.get("value") or ""
        for holder in holders
        for header in holder.iterchildren(zeebe("header"))
        if attribute(header, "key")
    }
