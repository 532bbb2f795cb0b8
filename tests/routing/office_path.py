"""A process with one task whose needs are variables."""

from engine.engine import Engine
from engine.store import work_items
from tests.engine.diagrams import HEAD, joined

TASK = """<userTask id="assess" name="Assess"><extensionElements xmlns:polku="http://polku.fi/schema/bpmn/1.0">
  <zeebe:assignmentDefinition candidateGroups="yrityspalvelut"/>
  <zeebe:priorityDefinition priority="=priority"/>
  <polku:routing skills="=skills" language="=language" continuity="=known" dueWorkingDays="=days"
    waitWorkingDays="=wait" remindWorkingDays="1" escalateWorkingDays="1" reassignWorkingDays="3"/>
  </extensionElements></userTask>"""
PROCESS = joined(['<startEvent id="start"/>', TASK, '<endEvent id="end"/>'])
FILE = f'{HEAD}<process id="path" isExecutable="true">{PROCESS}</process></definitions>'.encode()


def new_item(
    engine: Engine,
    *,
    skills: str = "rekrytointi",
    language: str = "",
    known: str = "",
    priority: int = 50,
    days: int | None = None,
    wait: int | None = None,
) -> tuple[str, int]:
    """A new work item that asks for this, as instance and key."""
    needs = {"skills": skills, "language": language, "known": known, "priority": priority, "days": days, "wait": wait}
    instance_id = engine.start("path", needs, actor="web")
    found = work_items.page(engine.database, scope="all", limit=200).items
    (item,) = [one for one in found if one.instance_id == instance_id]
    return item.instance_id, item.key


def holder(engine: Engine, item: tuple[str, int]) -> str:
    return work_items.one(engine.database, *item).assignee
