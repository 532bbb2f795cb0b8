"""Reads a BPMN file: the one door of the reader."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from engine.model.problem import Problem, Severity
from engine.model.process import Process, process
from engine.reader.context import Context
from engine.reader.diagram import DiagramParser
from engine.reader.document import parse
from engine.reader.draft import Draft
from engine.reader.elements.data import data_flow, declared
from engine.reader.global_tasks import global_processes
from engine.reader.nodes import attribute, called_element, documentation, extension, is_true
from engine.reader.problems import Problems, error, warning
from engine.reader.references import Reference
from engine.reader.refusals import check_file
from engine.reader.rules import check_diagram, check_draft
from engine.reader.schema import check_schema
from engine.reader.vocabulary import BPMN_DI, bpmn, zeebe

NO_PROCESS = error("process-missing", "the file has no process.", "Draw a process.")
NOT_EXECUTABLE = warning(
    "process-not-executable", "{it} is not marked as executable.", "Tick “executable” in the process’s properties."
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds. With errors among the problems it must not be deployed, and `processes` is empty."""

    processes: tuple[Process, ...] = ()
    problems: tuple[Problem, ...] = ()
    references: tuple[Reference, ...] = ()
    ids: tuple[str, ...] = ()  # of its processes, although they can't be made while there are errors

    @property
    def has_errors(self) -> bool:
        """Whether the file must not be deployed."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)


def read_bpmn(content: bytes, name: str = "") -> Reading:
    """Read the bytes of a BPMN file called `name`. Raises nothing: whatever is wrong is among the problems."""
    problems = Problems()
    root = parse(content, problems)
    if root is None:
        return Reading(problems=problems.sorted())
    check_schema(root, problems)
    context = Context.of(root, problems)
    check_file(root, context)
    check_diagram(root, problems)
    drafts = _drafts(root, context, name)
    for draft in drafts:
        check_draft(draft, problems)
    processes = () if problems.has_errors() else tuple(_model(draft, context) for draft in drafts)
    return Reading(processes, problems.sorted(), tuple(context.references), tuple(draft.id for draft in drafts))


def _drafts(root: etree._Element, context: Context, name: str) -> list[Draft]:
    """The executable processes and what they call; where none is marked so, all. Global tasks are always among them."""
    for diagram in list(root.iterchildren(f"{{{BPMN_DI}}}BPMNDiagram")):
        root.remove(diagram)  # checked by the schema; how it looks has no effect
    shared = list(global_processes(root))
    parser = DiagramParser(context)
    parser.add_bpmn_xml(root, name)
    found = [node for node in root.iterchildren(bpmn("process")) if node not in shared]
    if not found and not shared:
        context.problems.add(NO_PROCESS, root)
    executable = list(_called([node for node in found if is_true(node, "isExecutable")], found))
    for node in found if not executable else ():
        context.problems.add(NOT_EXECUTABLE, node)
    wanted = {attribute(node, "id"): node for node in reversed([*(executable or found), *shared]) if node.get("id")}
    return [parser.draft(node) for node in reversed(wanted.values())]


def _called(executable: list[etree._Element], found: list[etree._Element]) -> Iterator[etree._Element]:
    """The executable processes, and those beside them that they call and that do not say whether they are."""
    beside = {attribute(node, "id"): node for node in found if not attribute(node, "isExecutable")}
    while executable:
        process = executable.pop(0)
        yield process
        for call in process.iter(bpmn("callActivity")):
            called = beside.pop(called_element(call), None)
            if called is not None:
                executable.append(called)


def _model(draft: Draft, context: Context) -> Process:
    node = draft.node
    version = extension(node, zeebe("versionTag"))
    return process(
        draft.id,
        attribute(node, "name"),
        draft.elements.values(),
        draft.flows.values(),
        version_tag=None if version is None else attribute(version, "value") or None,
        documentation=documentation(node),
        properties=context.properties(node),
        data=data_flow(node, context),
        declared=declared(draft, context),
    )
