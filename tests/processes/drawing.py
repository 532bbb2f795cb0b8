"""Where things stand in a diagram: boxes of elements and labels, and the waypoints of flows."""

from dataclasses import dataclass
from itertools import pairwise

from lxml import etree

DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
WAYPOINT = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    width: float
    height: float

    def overlaps(self, other: "Box") -> bool:
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )

    def holds(self, other: "Box") -> bool:
        """Whether the other is a part of the inside, as in a sub-process that is drawn open."""
        return (
            self.x < other.x
            and self.y < other.y
            and other.x + other.width < self.x + self.width
            and other.y + other.height < self.y + self.height
        )

    def touches(self, point: Point, slack: float = 1.5) -> bool:
        """Whether the point is on the border of the box or inside."""
        x, y = point
        return (
            self.x - slack <= x <= self.x + self.width + slack and self.y - slack <= y <= self.y + self.height + slack
        )


@dataclass(frozen=True)
class Drawing:
    """By element id. A boundary event stands on its activity, so only the others are `free`."""

    shapes: dict[str, Box]
    labels: dict[str, Box]
    edges: dict[str, list[Point]]

    def segments(self) -> list[tuple[str, Box]]:
        """Each straight piece of each flow, as a thin box."""
        return [(id, thin(first, last)) for id, points in self.edges.items() for first, last in pairwise(points)]


def thin(first: Point, last: Point) -> Box:
    (x, y), (u, v) = first, last
    return Box(min(x, u), min(y, v), abs(x - u) or 1, abs(y - v) or 1)


def read(content: bytes) -> Drawing:
    root = etree.fromstring(content)
    shapes, labels, edges = {}, {}, {}
    for drawn in root.iter(f"{DI}BPMNShape", f"{DI}BPMNEdge"):
        id = str(drawn.get("bpmnElement"))
        bounds = drawn.find(f"{DC}Bounds")
        if bounds is not None:
            shapes[id] = box(bounds)
        label = drawn.find(f"{DI}BPMNLabel/{DC}Bounds")
        if label is not None:
            labels[id] = box(label)
        points = [(float(point.get("x", 0)), float(point.get("y", 0))) for point in drawn.iterfind(WAYPOINT)]
        if points:
            edges[id] = points
    return Drawing(shapes, labels, edges)


def box(bounds: "etree._Element") -> Box:
    x, y, width, height = (float(bounds.get(name, "nan")) for name in ("x", "y", "width", "height"))
    return Box(x, y, width, height)
