"""The applier of a migration: what is alive in a process goes on under the ids of another version.

Instances and waits are replaced, not changed: whoever still holds the old ones sees the old version.
"""

from collections.abc import Mapping

from msgspec.structs import replace

from engine.kernel.facts.operations import InstanceMigrated
from engine.kernel.state import Compensable, Condition, ElementInstance, SignalSubscription, State, Subscription, Timer

Ids = Mapping[str, str]
AWAITED = (Timer, Subscription, SignalSubscription, Condition)  # they name the event that they are open for


def migrated(state: State, fact: InstanceMigrated) -> None:
    """Let the process `fact.process` and all that is alive in it go on as `fact.definition`."""
    for key, instance in state.elements.items():
        if instance.process == fact.process:
            state.elements[key] = renamed(instance, fact)
    for key, wait in state.waits.items():
        if isinstance(wait, AWAITED) and state.elements[wait.owner].process == fact.process:
            state.waits[key] = replace(wait, event=fact.elements.get(wait.event, wait.event))


def renamed(instance: ElementInstance, fact: InstanceMigrated) -> ElementInstance:
    """One element instance under its new ids; the process itself gets its new version."""
    ids, flows = fact.elements, fact.flows
    return replace(
        instance,
        element=instance.element if instance.definition else ids.get(instance.element, instance.element),
        definition=fact.definition if instance.definition else "",
        tokens=_tokens(instance.tokens, flows),
        resetting={ids.get(id, id): [flows.get(one, one) for one in used] for id, used in instance.resetting.items()},
        compensable=_kept(instance.compensable, ids),
        undoing=_kept(instance.undoing, ids),
    )


def _tokens(tokens: Mapping[str, int], flows: Ids) -> dict[str, int]:
    found: dict[str, int] = {}
    for flow, number in tokens.items():
        name = flows.get(flow, flow)
        found[name] = found.get(name, 0) + number
    return found


def _kept(kept: list[Compensable], ids: Ids) -> list[Compensable]:
    return [
        replace(
            one,
            element=ids.get(one.element, one.element),
            handler=ids.get(one.handler, one.handler),
            inside=_kept(one.inside, ids),
        )
        for one in kept
    ]
