"""What remarks call things."""

from engine.model.elements import Element
from engine.model.process import Process


def label(element: Element) -> str:
    """The element's name as it stands in the diagram, with its id where operators must tell it from others."""
    return f"“{element.name}” ({element.id})" if element.name else element.id


def label_of(process: Process, id: str) -> str:
    """The same by id; the process itself is called by its name, what isn't there by its id."""
    if id == process.id:
        return f"“{process.name}”" if process.name else id
    element = process.elements.get(id)
    return label(element) if element is not None else id
