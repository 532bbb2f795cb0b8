"""Facts change the state here and nowhere else: one small applier for each fact."""

import sys
from collections.abc import Callable, Iterable
from typing import Any

from engine.kernel import facts as f
from engine.kernel.apply_operations import OPERATIONS
from engine.kernel.state import (
    END_LISTENER,
    ROOT,
    START_LISTENER,
    Compensable,
    Condition,
    ElementInstance,
    Incident,
    Inputs,
    Job,
    Loop,
    SignalSubscription,
    State,
    Subscription,
    Timer,
    WorkItem,
)
from engine.kernel.state import Wait as AnyWait


def apply(state: State, fact: f.Fact) -> None:
    """Change `state` in place by what `fact` says happened."""
    APPLIERS[type(fact)](state, fact)


def replay(facts: Iterable[f.Fact]) -> State:
    """The state that these facts lead to, from nothing."""
    state = State()
    for fact in facts:
        apply(state, fact)
    return state


def _process_started(state: State, fact: f.ProcessStarted) -> None:
    state.elements[fact.key] = ElementInstance(fact.process, fact.scope, fact.key, fact.definition)
    state.next_key = fact.key + 1
    if fact.key == ROOT:
        state.status = "active"
    else:
        state.elements[fact.scope].children += 1


def _element_activated(state: State, fact: f.ElementActivated) -> None:
    elements = state.elements
    scope = elements[fact.scope]
    for flow in fact.flows:
        left = scope.tokens[flow] - 1
        if left:
            scope.tokens[flow] = left
        else:
            del scope.tokens[flow]
    if fact.index and scope.loop is not None:
        scope.loop.started += 1
    scope.children += 1
    elements[fact.key] = ElementInstance(fact.element, fact.scope, fact.process, index=fact.index)
    state.next_key = fact.key + 1


def _element_completed(state: State, fact: f.ElementCompleted) -> None:
    if fact.key == ROOT:
        _end(state, "completed")
    else:
        _leave(state, fact.key)


def _element_terminated(state: State, fact: f.ElementTerminated) -> None:
    if fact.key == ROOT:
        _end(state, "terminated")
    else:
        _leave(state, fact.key)


def _leave(state: State, key: int) -> None:
    instance = state.elements.pop(key)
    state.elements[instance.scope].children -= 1


def _end(state: State, status: str) -> None:
    """The root stays, with its variables: they are what the instance came to."""
    root = state.elements.pop(ROOT)
    root.phase = state.status = status
    root.tokens = {}
    state.elements[ROOT] = root


def _flow_taken(state: State, fact: f.FlowTaken) -> None:
    tokens = state.elements[fact.scope].tokens
    tokens[fact.flow] = tokens.get(fact.flow, 0) + 1


def _tokens_dropped(state: State, fact: f.TokensDropped) -> None:
    state.elements[fact.scope].tokens = {}
    state.elements[fact.scope].resetting = {}


def _gateway_started(state: State, fact: f.GatewayStarted) -> None:
    state.elements[fact.scope].resetting[fact.gateway] = list(fact.flows)


def _gateway_reset(state: State, fact: f.GatewayReset) -> None:
    del state.elements[fact.scope].resetting[fact.gateway]


def _variables_set(state: State, fact: f.VariablesSet) -> None:
    state.elements[fact.scope].variables.update(fact.values)


def _loop_started(state: State, fact: f.LoopStarted) -> None:
    outputs: list[Any] = [None] * fact.size if fact.collects else []
    state.elements[fact.key].loop = Loop(size=fact.size, items=list(fact.items), outputs=outputs)


def _loop_item_completed(state: State, fact: f.LoopItemCompleted) -> None:
    loop = state.elements[fact.key].loop
    assert loop is not None, "only a multi-instance body has items"
    loop.done += 1
    if loop.outputs:
        loop.outputs[fact.index - 1] = fact.output


def _open(state: State, key: int, wait: AnyWait) -> None:
    state.waits[key] = wait
    state.elements[wait.owner].waits.append(key)
    state.next_key = key + 1


def _close(state: State, fact: Any) -> None:
    wait = state.waits.pop(fact.key, None)
    if wait is not None:
        state.elements[wait.owner].waits.remove(fact.key)


def _timer_armed(state: State, fact: f.TimerArmed) -> None:
    _open(state, fact.key, Timer(fact.owner, fact.event, fact.due, fact.interval, fact.left))


def _message_subscribed(state: State, fact: f.MessageSubscribed) -> None:
    _open(state, fact.key, Subscription(fact.owner, fact.event, fact.name, fact.correlation_key))


def _signal_subscribed(state: State, fact: f.SignalSubscribed) -> None:
    _open(state, fact.key, SignalSubscription(fact.owner, fact.event, fact.name))


def _condition_awaited(state: State, fact: f.ConditionAwaited) -> None:
    _open(state, fact.key, Condition(fact.owner, fact.event, fact.part, fact.holds))
    state.conditions.append(fact.key)


def _condition_lapsed(state: State, fact: f.ConditionLapsed) -> None:
    condition = state.waits[fact.key]
    assert isinstance(condition, Condition), "only a condition lapses"
    condition.holds = False


def _condition_closed(state: State, fact: Any) -> None:
    _close(state, fact)
    if fact.key:  # an instance that a condition started had no wait for it
        state.conditions.remove(fact.key)


def _inputs_awaited(state: State, fact: f.InputsAwaited) -> None:
    _open(state, fact.key, Inputs(fact.owner))
    state.conditions.append(fact.key)


def _input_set_chosen(state: State, fact: f.InputSetChosen) -> None:
    state.elements[fact.key].input_set = fact.input_set


def _data_state_set(state: State, fact: f.DataStateSet) -> None:
    state.elements[fact.scope].states[fact.data] = fact.state


def _job_created(state: State, fact: f.JobCreated) -> None:
    _open(state, fact.key, Job(fact.owner, fact.type, fact.retries, fact.data))


def _job_completed(state: State, fact: f.JobCompleted) -> None:
    job = state.waits.get(fact.key)
    _close(state, fact)
    if isinstance(job, Job) and job.data:
        owner = state.elements[job.owner]
        owner.start_listened += job.data.startswith(START_LISTENER)
        owner.end_listened += job.data.startswith(END_LISTENER)


def _job_failed(state: State, fact: f.JobFailed) -> None:
    job = state.waits[fact.key]
    assert isinstance(job, Job), "only a job fails"
    job.retries = fact.retries


def _work_item_created(state: State, fact: f.WorkItemCreated) -> None:
    _open(state, fact.key, WorkItem(fact.owner, fact.assignee))


def _work_item_assigned(state: State, fact: f.WorkItemAssigned) -> None:
    _hold(state, fact.key, fact.assignee, fact.on_behalf_of)


def _work_item_released(state: State, fact: f.WorkItemReleased) -> None:
    _hold(state, fact.key, "", "")


def _hold(state: State, key: int, assignee: str, on_behalf_of: str) -> None:
    item = state.waits[key]
    assert isinstance(item, WorkItem), "only a work item has somebody who holds it"
    item.assignee = assignee
    item.on_behalf_of = on_behalf_of


def _compensable_completed(state: State, fact: f.CompensableCompleted) -> None:
    instance = state.elements[fact.key]
    scope = state.elements[instance.scope]
    if fact.body:
        scope.compensable += instance.compensable
    else:
        done = Compensable(instance.element, fact.handler, dict(fact.variables), instance.compensable)
        scope.compensable.append(done)
    instance.compensable = []


def _compensation_thrown(state: State, fact: f.CompensationThrown) -> None:
    scope, thrower = state.elements[fact.scope], state.elements[fact.key]
    thrower.undoing += [one for one in scope.compensable if fact.activity in ("", one.element)]
    scope.compensable = [one for one in scope.compensable if fact.activity not in ("", one.element)]


def _compensation_taken(state: State, fact: f.CompensationTaken) -> None:
    thrower = state.elements[fact.key]
    taken = thrower.undoing.pop()
    if not taken.handler:
        thrower.undoing += taken.inside
    elif fact.instance in state.elements:
        state.elements[fact.instance].compensable = taken.inside


def _incident_raised(state: State, fact: f.IncidentRaised) -> None:
    state.incidents[fact.key] = Incident(fact.owner, fact.phase, fact.sentence, fact.job)
    # Interned, because a default is left out of the written state only where it is the very same object.
    state.elements[fact.owner].phase = sys.intern(fact.phase)
    state.next_key = fact.key + 1


def _incident_resolved(state: State, fact: f.IncidentResolved) -> None:
    incident = state.incidents.pop(fact.key)
    owner = state.elements.get(incident.owner)
    if owner is not None:
        owner.phase = "active"
    job = state.waits.get(incident.job)
    if isinstance(job, Job):
        job.retries = fact.retries


def _nothing_alive_changes(state: State, fact: f.Fact) -> None:
    """The fact is for history and for other parts; nothing that is alive changes by it."""


APPLIERS: dict[type[f.Fact], Callable[[State, Any], None]] = {
    f.ProcessStarted: _process_started,
    f.ElementActivated: _element_activated,
    f.ElementCompleted: _element_completed,
    f.ElementTerminated: _element_terminated,
    f.FlowTaken: _flow_taken,
    f.TokensDropped: _tokens_dropped,
    f.GatewayStarted: _gateway_started,
    f.GatewayReset: _gateway_reset,
    f.VariablesSet: _variables_set,
    f.LoopStarted: _loop_started,
    f.LoopItemCompleted: _loop_item_completed,
    f.TimerArmed: _timer_armed,
    f.TimerFired: _close,
    f.TimerCancelled: _close,
    f.MessageSubscribed: _message_subscribed,
    f.MessageReceived: _close,
    f.MessageUnsubscribed: _close,
    f.MessageThrown: _nothing_alive_changes,
    f.SignalSubscribed: _signal_subscribed,
    f.SignalReceived: _close,
    f.SignalUnsubscribed: _close,
    f.SignalThrown: _nothing_alive_changes,
    f.ConditionAwaited: _condition_awaited,
    f.ConditionMet: _condition_closed,
    f.ConditionLapsed: _condition_lapsed,
    f.ConditionWithdrawn: _condition_closed,
    f.InputsAwaited: _inputs_awaited,
    f.InputsArrived: _condition_closed,
    f.InputsWithdrawn: _condition_closed,
    f.InputSetChosen: _input_set_chosen,
    f.DataStateSet: _data_state_set,
    f.JobCreated: _job_created,
    f.JobCompleted: _job_completed,
    f.JobFailed: _job_failed,
    f.JobCancelled: _close,
    f.WorkItemCreated: _work_item_created,
    f.WorkItemAssigned: _work_item_assigned,
    f.WorkItemReleased: _work_item_released,
    f.WorkItemCompleted: _close,
    f.WorkItemCancelled: _close,
    f.WorkItemReminded: _nothing_alive_changes,
    f.WorkItemEscalated: _nothing_alive_changes,
    f.DecisionEvaluated: _nothing_alive_changes,
    f.ExpressionWarned: _nothing_alive_changes,
    f.ErrorThrown: _nothing_alive_changes,
    f.EscalationThrown: _nothing_alive_changes,
    f.CompensableCompleted: _compensable_completed,
    f.CompensationThrown: _compensation_thrown,
    f.CompensationTaken: _compensation_taken,
    f.IncidentRaised: _incident_raised,
    f.IncidentResolved: _incident_resolved,
    **OPERATIONS,
}
