"""DMN files to models (DMN 1.5, 6 and 7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.decisions.boxed import Reading, boxes, function_definition, read_box
from engine.decisions.elements import BusinessKnowledge, Decision, DecisionService, InputData, Requirement
from engine.decisions.errors import problem
from engine.decisions.evaluation import ServiceFunction
from engine.decisions.item_definitions import ItemTypes
from engine.decisions.knowledge import KnowledgeFunction
from engine.decisions.model import DecisionModel
from engine.decisions.nodes import Broken, with_result_type
from engine.decisions.report import Report
from engine.decisions.xml import Element, child, children, imports_model, label, local, parse
from engine.feel import FeelSyntaxError
from engine.feel.compiler import Scope, Unit, code_of
from engine.feel.names import normalized
from engine.feel.syntax import Literal, Node
from engine.feel.values.types import ANY, ANY_FUNCTION, ContextType, FeelType, FunctionType, coercer

Part = InputData | Decision | BusinessKnowledge | DecisionService


def read_dmn(xml: bytes, imports: Mapping[str, DecisionModel] | None = None, *, lenient: bool = False) -> DecisionModel:
    """The model in a DMN file. ``imports`` are the models that it may import, by namespace.

    Raises DmnError with all problems at once. ``lenient`` accepts broken expressions: they are null when evaluated.
    """
    root = parse(xml)
    reader = _ModelReader(root, imports or {})
    model = reader.read()
    if reader.report.problems and not lenient:
        raise reader.report.error()
    return model


class _ModelReader:
    def __init__(self, root: Element, available: Mapping[str, DecisionModel]) -> None:
        self.root = root
        self.report = Report()
        self.namespace = root.get("namespace") or ""
        self.imports = self._imports(available)
        imported = {
            f"{prefix}.{name}" if prefix else name: found
            for prefix, model in self.imports
            for name, found in model.types.items()
        }
        self.types = ItemTypes(root, imported, self.report)
        # Elements by id, and by name for those that have none.
        self.parts: dict[str, Part] = {}
        self.elements: dict[str, Element] = {}

    def _imports(self, available: Mapping[str, DecisionModel]) -> tuple[tuple[str, DecisionModel], ...]:
        found: list[tuple[str, DecisionModel]] = []
        for element in children(self.root, "import"):
            namespace = element.get("namespace") or ""
            if not imports_model(element):
                continue
            if namespace in available:
                found.append((normalized(element.get("name") or ""), available[namespace]))
            else:
                self.report.add(element, "dmn-import-missing", namespace=namespace)
        return tuple(found)

    def read(self) -> DecisionModel:
        model = DecisionModel(
            self.root.get("id") or self.root.get("name") or self.namespace,
            self.root.get("name") or "",
            self.namespace,
            types=self.types.named,
            imports=self.imports,
            warnings=self.report.warnings,
        )
        for element in children(self.root, "inputData", "decision", "businessKnowledgeModel", "decisionService"):
            self._declare(element, model)
        hidden = frozenset(part.name for part in self.parts.values()) | {prefix for prefix, _ in self.imports}
        for key, part in self.parts.items():
            match part:
                case Decision():
                    part.hidden = hidden
                    self._complete_decision(part, self.elements[key])
                case DecisionService():
                    self._complete_service(part, self.elements[key])
                case BusinessKnowledge():
                    self._complete_knowledge(part, self.elements[key])
        self._refuse_cycles(model)
        return model

    def _declare(self, element: Element, model: DecisionModel) -> None:
        variable = child(element, "variable")
        name = normalized(element.get("name") or "")
        key = element.get("id") or name
        if not name:
            self.report.add(element, "dmn-no-name", kind=local(element))
        if key in self.parts:
            self.report.add(element, "dmn-id-twice", id=key)
            return
        wanted = ANY if variable is None else self.types.reference(variable, variable.get("typeRef"))
        self.elements[key] = element
        fit = coercer(wanted)
        match local(element):
            case "inputData":
                self.parts[key] = model.inputs[key] = InputData(key, name, self.namespace, wanted, fit)
            case "decision":
                self.parts[key] = model.decisions[key] = Decision(key, name, wanted, fit)
            case "decisionService":
                wanted = _of_result(wanted)
                service = DecisionService(key, name, wanted, coercer(wanted))
                service.function = ServiceFunction(service)
                self.parts[key] = model.services[key] = service
            case _:
                function = self._knowledge_function(element, name)
                self.parts[key] = model.knowledge[key] = BusinessKnowledge(key, name, function)

    # --- references ---

    def _resolve(self, element: Element) -> tuple[Part, str | None] | None:
        """What an ``href`` points at, and by which import."""
        href = element.get("href") or ""
        namespace, _, key = href.rpartition("#")
        if namespace in ("", self.namespace):
            part = self.parts.get(key) or next((p for p in self.parts.values() if p.name == key), None)
            if part is not None:
                return part, None
        for prefix, model in self.imports:
            if model.namespace == namespace:
                for parts in (model.inputs, model.decisions, model.knowledge, model.services):
                    if key in parts:
                        found: Part = parts[key]
                        return found, prefix or None
        self.report.add(element, "dmn-no-target", href=href)
        return None

    def _requirements(self, element: Element) -> tuple[Requirement, ...]:
        found: list[Requirement] = []
        for requirement in children(element, "informationRequirement", "knowledgeRequirement"):
            for target in children(requirement, "requiredInput", "requiredDecision", "requiredKnowledge"):
                resolved = self._resolve(target)
                if resolved is not None:
                    part, prefix = resolved
                    found.append(Requirement(part, part.name, prefix))
        return tuple(found)

    def _reading(self, requirements: tuple[Requirement, ...]) -> Reading:
        names: dict[str, FeelType] = {}
        inner: dict[str, list[tuple[str, FeelType]]] = {}
        for requirement in requirements:
            wanted = _seen_as(requirement.element)
            if requirement.prefix is None:
                names[requirement.name] = wanted
            else:
                inner.setdefault(requirement.prefix, []).append((requirement.name, wanted))
        names |= {prefix: ContextType("context", tuple(fields)) for prefix, fields in inner.items()}
        properties = frozenset(requirement.name for requirement in requirements if requirement.prefix)
        return Reading(names, self.types, self.report, properties)

    # --- decisions ---

    def _complete_decision(self, decision: Decision, element: Element) -> None:
        decision.requirements = self._requirements(element)
        reading = self._reading(decision.requirements)
        body = next(boxes(element), None)
        if body is None:
            self.report.add(element, "dmn-no-expression", name=decision.name)
        node = (
            Broken(0, f"The decision {decision.name!r} has no expression") if body is None else read_box(body, reading)
        )
        reading.check_type(element, node, decision.type)
        decision.code, decision.slots = self._compiled(node, reading, element)

    def _compiled(self, node: Node, reading: Reading, element: Element) -> tuple[Any, int]:
        unit = Unit("", self.types.named, declared=frozenset(reading.names))
        try:
            return code_of(node, Scope(unit)), unit.slots
        except FeelSyntaxError as error:
            self.report.syntax(element, error)
        except RecursionError:
            self.report.add(element, "dmn-too-deep")
        reason = f"{label(element)} could not be compiled"
        return (lambda env: env[1].null(reason)), 3

    # --- business knowledge ---

    def _knowledge_function(self, element: Element, name: str) -> KnowledgeFunction:
        logic = child(element, "encapsulatedLogic")
        parameters = [] if logic is None else list(children(logic, "formalParameter"))
        types = tuple(self.types.reference(part, part.get("typeRef")) for part in parameters)
        names = tuple(normalized(part.get("name") or "") for part in parameters)
        return KnowledgeFunction(name, names, FunctionType("function", types, None))

    def _complete_knowledge(self, knowledge: BusinessKnowledge, element: Element) -> None:
        requirements = self._requirements(element)
        logic = child(element, "encapsulatedLogic")
        reading = self._reading(requirements)
        node = Literal(0, None) if logic is None else function_definition(logic, reading)
        node = with_result_type(node, self._result_type(element), knowledge.name)
        knowledge.function.complete(*self._compiled(node, reading, element))
        visible = knowledge.function.visible
        for requirement in requirements:
            scope = visible if requirement.prefix is None else visible.setdefault(requirement.prefix, {})
            if isinstance(requirement.element, BusinessKnowledge | DecisionService):
                scope[requirement.name] = requirement.element.function

    def _result_type(self, element: Element) -> FeelType:
        variable = child(element, "variable")
        return _of_result(ANY if variable is None else self.types.reference(variable, variable.get("typeRef")))

    # --- decision services ---

    def _complete_service(self, service: DecisionService, element: Element) -> None:
        def parts(*names: str) -> Iterator[Any]:
            for target in children(element, *names):
                resolved = self._resolve(target)
                if resolved is not None:
                    yield resolved[0]

        service.inputs = (*parts("inputData"), *parts("inputDecision"))
        service.outputs = tuple(parts("outputDecision"))
        if not service.outputs:
            self.report.add(element, "dmn-no-output-decision", name=service.name)
        service.function.parameters = tuple(part.name for part in service.inputs)

    def _refuse_cycles(self, model: DecisionModel) -> None:
        """Decisions that require themselves, over others or directly."""
        finished: set[Decision] = set()

        def visit(decision: Decision, path: tuple[Decision, ...]) -> None:
            if decision in path:
                names = " → ".join(f"“{part.name}”" for part in (*path[path.index(decision) :], decision))
                self.report.problems.append(problem(decision.id, "dmn-circle", names=names))
                return
            if decision in finished:
                return
            for requirement in decision.requirements:
                if isinstance(requirement.element, Decision):
                    visit(requirement.element, (*path, decision))
            finished.add(decision)

        for decision in model.decisions.values():
            visit(decision, ())


def _of_result(wanted: FeelType) -> FeelType:
    """The type of what knowledge or a service gives: its variable is the function, before DMN 1.3 it was the result."""
    return wanted.result or ANY if isinstance(wanted, FunctionType) else wanted


def _seen_as(part: Part) -> FeelType:
    """The type that an element has for those who require it."""
    match part:
        case BusinessKnowledge(function=function):
            return function.type or ANY_FUNCTION
        case DecisionService():
            return ANY_FUNCTION
        case _:
            return part.type
