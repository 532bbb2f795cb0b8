"""What a diagram names outside itself is told, so that a deployment can check it."""

from engine.reader import Reference, ReferenceKind
from tests.reader.drawings import straight


def _extended(tag: str, inner: str) -> str:
    return f'<{tag} id="task"><extensionElements>{inner}</extensionElements></{tag}>'


def _only(task: str) -> Reference:
    (reference,) = straight(task).references
    assert reference.element == "task"
    assert reference.line is not None
    return reference


def test_a_called_process_with_its_binding() -> None:
    called = '<zeebe:calledElement processId="other" bindingType="versionTag" versionTag="2.0"/>'
    reference = _only(_extended("callActivity", called))

    assert (reference.kind, reference.id) == (ReferenceKind.PROCESS, "other")
    assert (reference.binding, reference.version_tag) == ("versionTag", "2.0")


def test_a_called_process_by_the_standards_attribute() -> None:
    reference = _only('<callActivity id="task" calledElement="other"/>')

    assert (reference.kind, reference.id, reference.binding) == (ReferenceKind.PROCESS, "other", "latest")


def test_a_decision() -> None:
    decision = '<zeebe:calledDecision decisionId="rate" resultVariable="r" bindingType="deployment"/>'
    reference = _only(_extended("businessRuleTask", decision))

    assert (reference.kind, reference.id, reference.binding) == (ReferenceKind.DECISION, "rate", "deployment")


def test_a_form() -> None:
    reference = _only(_extended("userTask", '<zeebe:formDefinition formId="ask"/>'))

    assert (reference.kind, reference.id) == (ReferenceKind.FORM, "ask")


def test_a_job_type() -> None:
    reference = _only(_extended("serviceTask", '<zeebe:taskDefinition type="send-mail"/>'))

    assert (reference.kind, reference.id) == (ReferenceKind.JOB, "send-mail")


def test_what_an_expression_names_is_not_known_before_it_runs() -> None:
    assert straight(_extended("callActivity", '<zeebe:calledElement processId="=chosen"/>')).references == ()
