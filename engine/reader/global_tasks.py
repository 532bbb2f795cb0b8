"""Global tasks (BPMN 2.0.2, 10.3.7): a task that call activities share is read as a process of that one task."""

from collections.abc import Iterator
from copy import deepcopy

from lxml import etree

from engine.reader.nodes import attribute, local
from engine.reader.vocabulary import bpmn, polku

# The global task, and the task that it is a reusable one of.
KINDS = {
    "globalTask": "task",
    "globalUserTask": "userTask",
    "globalManualTask": "manualTask",
    "globalScriptTask": "scriptTask",
    "globalBusinessRuleTask": "businessRuleTask",
}
_OF_THE_CALLABLE = frozenset(map(bpmn, ("ioSpecification", "ioBinding", "supportedInterfaceRef")))
_OF_BOTH = frozenset(map(bpmn, ("documentation", "extensionElements")))
_ATTRIBUTES_OF_THE_TASK = ("implementation", "scriptLanguage")


def global_processes(root: etree._Element) -> Iterator[etree._Element]:
    """Put a process into the file for each of its global tasks, and give it.

    What the global task takes in and gives out is the process's; everything else is the task's, whose id is made of the
    global one.
    """
    for node in list(root.iterchildren(*map(bpmn, KINDS))):
        if attribute(node, "id"):
            process = _process(node)
            root.replace(node, process)
            yield process


def _process(node: etree._Element) -> etree._Element:
    process = etree.Element(bpmn("process"), nsmap={prefix: uri for prefix, uri in node.nsmap.items() if prefix})
    task = etree.SubElement(process, bpmn(KINDS[local(node)]))
    for name, value in node.attrib.items():
        (task if name in _ATTRIBUTES_OF_THE_TASK else process).set(name, value)
    task.set("id", f"{attribute(node, 'id')}-task")
    task.set("name", attribute(node, "name") or attribute(node, "id"))
    if "scriptLanguage" in task.attrib:  # a script task calls it so
        task.set("scriptFormat", str(task.attrib.pop("scriptLanguage")))
    for part in node:
        if part.tag in _OF_BOTH:
            process.append(deepcopy(part))
        (process if part.tag in _OF_THE_CALLABLE else task).append(part)
    process.append(task)
    outputs = list(process.iterdescendants(bpmn("dataOutput")))
    if len(outputs) == 1:  # the value of a script is what the global task gives out
        task.set(polku("resultVariable"), attribute(outputs[0], "name") or attribute(outputs[0], "id"))
    process.sourceline = task.sourceline = node.sourceline
    return process
