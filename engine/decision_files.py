"""Decision files that are handed in together: each is read with the models that it imports."""

from collections.abc import Callable, Mapping

from engine.decisions import DecisionModel, DmnError, Head, read_dmn, read_head
from engine.model.problem import Problem
from engine.phrases import problem, problem_of

Deployed = Callable[[str], DecisionModel | None]  # the newest deployed model of a namespace


class DecisionFiles:
    """The models among some files. What they import is taken from the files themselves, else from what is deployed."""

    def __init__(self, files: Mapping[str, bytes], deployed: Deployed) -> None:
        self._files = files
        self._deployed = deployed
        self.problems: dict[str, list[Problem]] = {name: [] for name in files}
        self.models: dict[str, DecisionModel] = {}
        self.heads: dict[str, Head] = {}
        self._homes: dict[str, str] = {}  # namespace to file
        for name, content in files.items():
            self._look_at(name, content)
        self.imported = {namespace for head in self.heads.values() for namespace in head.imports}
        self._refuse_doubles()
        for name in self.heads:
            self._read(name, ())

    def alone(self, name: str) -> bool:
        """Whether no other file has the same namespace, as many have that were never meant to be imported."""
        mine = self.heads[name].namespace
        return sum(head.namespace == mine for head in self.heads.values()) == 1

    def _look_at(self, name: str, content: bytes) -> None:
        try:
            head = read_head(content)
        except DmnError as error:
            self._note(name, error)
            return
        self.heads[name] = head
        self._homes.setdefault(head.namespace, name)

    def _refuse_doubles(self) -> None:
        """Two models of one namespace could stand side by side, but then nobody can import either."""
        for name, head in self.heads.items():
            first = self._homes[head.namespace]
            if first != name and head.namespace in self.imported:
                self.problems[name].append(problem("dmn-namespace-twice", namespace=head.namespace, file=first))

    def _read(self, name: str, path: tuple[str, ...]) -> DecisionModel | None:
        if name in path:
            circle = " → ".join((*path[path.index(name) :], name))
            self.problems[name].append(problem("dmn-import-circle", names=circle))
            return None
        if name in self.models or self.problems[name]:
            return self.models.get(name)
        imports: dict[str, DecisionModel] = {}
        for namespace in self.heads[name].imports:
            home = self._homes.get(namespace)
            found = self._deployed(namespace) if home is None else self._read(home, (*path, name))
            if found is not None:
                imports[namespace] = found
            elif home is not None and not self.problems[name]:
                self.problems[name].append(problem("dmn-import-refused", namespace=namespace, file=home))
        if self.problems[name]:
            return None
        try:
            model = read_dmn(self._files[name], imports)
        except DmnError as error:
            self._note(name, error)
            return None
        found_too = [problem_of(found.code, found.params, found.element) for found in model.warnings]
        self.models[name] = model
        self.problems[name].extend(found_too)
        return model

    def _note(self, name: str, error: DmnError) -> None:
        self.problems[name].extend(problem_of(found.code, found.params, found.element) for found in error.problems)
