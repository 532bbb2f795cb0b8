"""Files from anywhere: whatever they hold, reading them gives problems, never harm."""

import codecs

import pytest

from engine.reader import read_bpmn
from engine.reader.document import MAX_BYTES, MAX_DEPTH
from tests.reader.drawings import DIAGRAMS, found

_NONE_START = (DIAGRAMS / "none-start.bpmn").read_bytes()
_BOMB = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-not-xml"),
        (b"\x00\xff\xfe", "file-not-xml"),
        (b"not xml", "file-not-xml"),
        (b"<definitions>", "file-not-xml"),
        (b'<?xml version="1.0" encoding="no-such"?><definitions/>', "file-not-xml"),
        (b"<a>&unknown;</a>", "file-not-xml"),
        (b"<definitions/>", "file-not-bpmn"),
        (b"<html><body/></html>", "file-not-bpmn"),
        (b" " * (MAX_BYTES + 1), "file-too-large"),
        (b"<a>" * (MAX_DEPTH + 1), "file-too-deep"),
        (b"<a>" + b"<b/>" * 30_001 + b"</a>", "file-too-many-elements"),
        (b'<!DOCTYPE d SYSTEM "http://example.invalid/d.dtd"><d/>', "file-doctype"),
        (b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>', "file-doctype"),
        (f'<!DOCTYPE d [<!ENTITY e0 "ha">{_BOMB}]><d>&e11;</d>'.encode(), "file-doctype"),
        ('<?xml version="1.0" encoding="utf-16"?><!DOCTYPE d><d/>'.encode("utf-16"), "file-doctype"),
    ],
)
def test_a_file_that_is_no_diagram_is_refused_with_the_reason(content: bytes, code: str) -> None:
    reading = read_bpmn(content)

    assert list(found(reading)) == [code]
    assert reading.has_errors
    assert reading.processes == ()


def test_the_line_where_the_xml_breaks_is_named() -> None:
    (problem,) = read_bpmn(b"<a>\n<b>\n</a>").problems

    assert problem.line == 3
    assert problem.sentence == "The file is not well-formed XML: mismatched tag."


def test_a_file_without_a_process_is_refused() -> None:
    content = b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t"/>'

    assert list(found(read_bpmn(content))) == ["process-missing"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_any_common_encoding_is_read(encoding: str) -> None:
    text = _NONE_START.decode().replace('encoding="UTF-8"', f'encoding="{encoding}"')
    named = text.replace('<startEvent id="start"/>', '<startEvent id="start" name="Pyyntö"/>')

    (process,) = read_bpmn(named.encode(encoding)).processes

    assert process.elements["start"].name == "Pyyntö"


def test_a_byte_order_mark_is_no_problem() -> None:
    assert read_bpmn(codecs.BOM_UTF8 + _NONE_START).problems == ()


def test_another_prefix_for_the_standards_namespace_is_no_problem() -> None:
    text = _NONE_START.decode().replace("xmlns=", "xmlns:bpmn2=")
    for tag in ("definitions", "process", "startEvent", "endEvent", "sequenceFlow"):
        text = text.replace(f"<{tag}", f"<bpmn2:{tag}").replace(f"</{tag}", f"</bpmn2:{tag}")

    (process,) = read_bpmn(text.encode()).processes

    assert set(process.elements) == {"start", "end"}


def test_comments_and_processing_instructions_change_nothing() -> None:
    text = _NONE_START.decode().replace("<endEvent", "<!-- the end --><?tool hint?><endEvent")

    assert read_bpmn(text.encode()) == read_bpmn(_NONE_START)


def test_ids_that_spiffworkflow_gives_to_its_own_tasks_may_be_used() -> None:
    text = _NONE_START.decode().replace('"start', '"Start').replace('"end"', '"End"')

    (process,) = read_bpmn(text.encode()).processes

    assert set(process.elements) == {"Start", "End"}


def test_diagram_interchange_has_no_effect() -> None:
    interchange = (
        '<bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" '
        'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"><bpmndi:BPMNPlane bpmnElement="none-start">'
        '<bpmndi:BPMNShape bpmnElement="start"><dc:Bounds x="1" y="2" width="36" height="36"/></bpmndi:BPMNShape>'
        "</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></definitions>"
    )

    drawn = _NONE_START.decode().replace("</definitions>", interchange)

    assert read_bpmn(drawn.encode()) == read_bpmn(_NONE_START)
