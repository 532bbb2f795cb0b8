"""One file for each concept of BPMN; the table says which kind of element behaves how."""

from collections.abc import Mapping

from engine.kernel.behaviour import Behaviour
from engine.kernel.elements import (
    ad_hoc_sub_process,
    boundary_event,
    business_rule_task,
    call_activity,
    catch_event,
    complex_gateway,
    end_event,
    event_based_gateway,
    event_sub_process,
    exclusive_gateway,
    inclusive_gateway,
    multi_instance,
    parallel_gateway,
    passing,
    process,
    receive_task,
    script_task,
    send_task,
    service_task,
    standard_loop,
    sub_process,
    throw_event,
    user_task,
)
from engine.model import elements as e
from engine.model.extensions import MultiInstance, StandardLoop
from engine.model.process import Process

BEHAVIOURS: Mapping[type, Behaviour] = {
    Process: process.BEHAVIOUR,
    MultiInstance: multi_instance.BEHAVIOUR,
    StandardLoop: standard_loop.BEHAVIOUR,
    e.StartEvent: passing.BEHAVIOUR,
    e.EndEvent: end_event.BEHAVIOUR,
    e.IntermediateCatchEvent: catch_event.BEHAVIOUR,
    e.IntermediateThrowEvent: throw_event.BEHAVIOUR,
    e.BoundaryEvent: boundary_event.BEHAVIOUR,
    e.Task: passing.BEHAVIOUR,
    e.ManualTask: passing.BEHAVIOUR,
    e.UserTask: user_task.BEHAVIOUR,
    e.ScriptTask: script_task.BEHAVIOUR,
    e.ServiceTask: service_task.BEHAVIOUR,
    e.BusinessRuleTask: business_rule_task.BEHAVIOUR,
    e.SendTask: send_task.BEHAVIOUR,
    e.ReceiveTask: receive_task.BEHAVIOUR,
    e.SubProcess: sub_process.BEHAVIOUR,
    e.Transaction: sub_process.BEHAVIOUR,
    e.AdHocSubProcess: ad_hoc_sub_process.BEHAVIOUR,
    e.EventSubProcess: event_sub_process.BEHAVIOUR,
    e.CallActivity: call_activity.BEHAVIOUR,
    e.ExclusiveGateway: exclusive_gateway.BEHAVIOUR,
    e.ParallelGateway: parallel_gateway.BEHAVIOUR,
    e.InclusiveGateway: inclusive_gateway.BEHAVIOUR,
    e.ComplexGateway: complex_gateway.BEHAVIOUR,
    e.EventBasedGateway: event_based_gateway.BEHAVIOUR,
}
