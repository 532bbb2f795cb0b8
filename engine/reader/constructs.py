"""What of BPMN the engine executes, by tables: a new construct is a line here and a parser class beside.

`ELEMENTS` says how each flow node is read. `REFUSED` and `REFUSED_VALUES` name what the engine does not execute;
whatever stands in no table is refused as well. Event definitions have their table in engine/reader/events.
"""

from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser

from engine.model import elements as model
from engine.reader.elements.activities import ActivityParser, JobTaskParser
from engine.reader.elements.base import ElementParser
from engine.reader.elements.calls import BusinessRuleTaskParser, CallActivityParser
from engine.reader.elements.events import BoundaryEventParser, EventParser, StartEventParser, ThrowingEventParser
from engine.reader.elements.gateways import ComplexGatewayParser, EventBasedGatewayParser
from engine.reader.elements.messages import ReceiveTaskParser, SendTaskParser
from engine.reader.elements.scripts import ScriptTaskParser
from engine.reader.elements.sub_processes import AdHocSubProcessParser, SubProcessParser
from engine.reader.elements.user_task import UserTaskParser
from engine.reader.vocabulary import bpmn, zeebe

ELEMENTS: dict[str, tuple[type[TaskParser], type[model.Element]]] = {
    bpmn("startEvent"): (StartEventParser, model.StartEvent),
    bpmn("intermediateCatchEvent"): (EventParser, model.IntermediateCatchEvent),
    bpmn("intermediateThrowEvent"): (ThrowingEventParser, model.IntermediateThrowEvent),
    bpmn("boundaryEvent"): (BoundaryEventParser, model.BoundaryEvent),
    bpmn("endEvent"): (ThrowingEventParser, model.EndEvent),
    bpmn("task"): (ActivityParser, model.Task),
    bpmn("manualTask"): (ActivityParser, model.ManualTask),
    bpmn("userTask"): (UserTaskParser, model.UserTask),
    bpmn("scriptTask"): (ScriptTaskParser, model.ScriptTask),
    bpmn("serviceTask"): (JobTaskParser, model.ServiceTask),
    bpmn("businessRuleTask"): (BusinessRuleTaskParser, model.BusinessRuleTask),
    bpmn("sendTask"): (SendTaskParser, model.SendTask),
    bpmn("receiveTask"): (ReceiveTaskParser, model.ReceiveTask),
    bpmn("subProcess"): (SubProcessParser, model.SubProcess),
    bpmn("transaction"): (SubProcessParser, model.Transaction),
    bpmn("adHocSubProcess"): (AdHocSubProcessParser, model.AdHocSubProcess),
    bpmn("callActivity"): (CallActivityParser, model.CallActivity),
    bpmn("exclusiveGateway"): (ElementParser, model.ExclusiveGateway),
    bpmn("parallelGateway"): (ElementParser, model.ParallelGateway),
    bpmn("inclusiveGateway"): (ElementParser, model.InclusiveGateway),
    bpmn("complexGateway"): (ComplexGatewayParser, model.ComplexGateway),
    bpmn("eventBasedGateway"): (EventBasedGatewayParser, model.EventBasedGateway),
}

_OUTSIDE = "Draw what is executed as a process; keep the rest in a file of its own."

# Tag: what it is called, and what its author can do.
REFUSED: dict[str, tuple[str, str]] = {
    bpmn("callChoreography"): ("choreographies", _OUTSIDE),
    bpmn("choreography"): ("choreographies", _OUTSIDE),
    bpmn("choreographyTask"): ("choreographies", _OUTSIDE),
    bpmn("subChoreography"): ("choreographies", _OUTSIDE),
    bpmn("globalChoreographyTask"): ("choreographies", _OUTSIDE),
    bpmn("globalConversation"): ("conversations", _OUTSIDE),
    zeebe("conditionalFilter"): (
        "filters of conditions",
        "Remove it; what the condition reads is known.",
    ),
    zeebe("taskListeners"): ("task listeners", "Draw a service task before or after the user task."),
    zeebe("linkedResources"): ("linked resources", "Pass what the job needs as variables or headers."),
}

# Attribute: the values that have no effect beyond the usual, what another value asks for, what its author can do.
REFUSED_VALUES: dict[str, tuple[frozenset[str], str, str]] = {
    # The standard names two other methods (##Store, ##Image), but says nowhere what they do.
    "method": (
        frozenset(("##Compensate",)),
        "transactions without compensation",
        "Set the method to ##Compensate, the one whose effect the standard defines.",
    ),
}
