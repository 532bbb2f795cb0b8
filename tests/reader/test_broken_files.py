"""Files broken at random: reading them never raises, and what is read without an error is a whole process."""

import re

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from engine.reader import Reading, read_bpmn
from tests.reader.drawings import DIAGRAMS

FILES = [file.read_bytes() for file in sorted(DIAGRAMS.glob("*.bpmn"))]
NAMES = sorted({name for content in FILES for name in re.findall(r"[\w:-]+", content.decode())})


def _is_whole(reading: Reading) -> bool:
    """Whether the flows of every process connect its elements, or else an error is said."""
    if reading.has_errors:
        return reading.processes == ()
    return all(
        {flow.source, flow.target} <= process.elements.keys() and element.scope in {process.id, *process.elements}
        for process in reading.processes
        for flow in process.flows.values()
        for element in process.elements.values()
    )


@given(st.sampled_from(FILES), st.data())
def test_bytes_changed_anywhere(content: bytes, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 40)))
    with_what = data.draw(st.binary(max_size=20))

    assert _is_whole(read_bpmn(content[:start] + with_what + content[end:]))


@given(st.sampled_from(FILES), st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_one_name_for_another(content: bytes, old: str, new: str) -> None:
    assert _is_whole(read_bpmn(content.replace(old.encode(), new.encode())))


@given(st.sampled_from(FILES), st.data())
def test_elements_removed_doubled_and_moved(content: bytes, data: st.DataObject) -> None:
    root = etree.fromstring(content)
    nodes = list(root.iterdescendants())
    chosen = data.draw(st.sampled_from(nodes))
    to = data.draw(st.sampled_from([root, *nodes]))
    copy = etree.fromstring(etree.tostring(chosen))
    match data.draw(st.sampled_from(("remove", "double", "move", "strip"))):
        case "double":
            to.append(copy)
        case "strip":
            chosen.attrib.clear()
        case action:
            parent = chosen.getparent()
            assert parent is not None
            parent.remove(chosen)
            if action == "move" and to is not chosen and chosen not in to.iterancestors():
                to.append(copy)

    assert _is_whole(read_bpmn(etree.tostring(root)))


@given(st.sampled_from(FILES), st.data(), st.text(max_size=30))
def test_any_text_in_any_attribute(content: bytes, data: st.DataObject, text: str) -> None:
    root = etree.fromstring(content)
    node = data.draw(st.sampled_from([node for node in root.iterdescendants() if node.attrib]))
    name = data.draw(st.sampled_from([str(name) for name in node.attrib]))
    value = "".join(character for character in text if character.isprintable() and ord(character) < 0xD800)
    node.set(name, data.draw(st.sampled_from((value, f"={value}"))))

    assert _is_whole(read_bpmn(etree.tostring(root)))
