"""Complex gateways and ad-hoc sub-processes."""

import pytest

from engine.model.elements import AdHocSubProcess, ComplexGateway, ParallelGateway, UserTask
from engine.simulation import Simulation
from tests.kernel.sketch import a, feel, sketch


def two_of_three(**conditions: str) -> Simulation:
    gateway = a(ComplexGateway, activation_condition=feel("activationCount >= 2"))
    flows = {f"j->{target}": condition for target, condition in conditions.items()}
    process = sketch(
        "s -> f -> a -> j -> on; f -> b -> j; f -> c -> j; j -> late",
        f=ParallelGateway,
        j=gateway,
        a=UserTask,
        b=UserTask,
        c=UserTask,
        conditions=flows,
    )
    return Simulation([process])


def test_a_complex_gateway_goes_on_when_its_condition_holds_and_uses_up_the_rest() -> None:
    play = two_of_three(late="not(waitingForStart)")
    run = play.start("p")
    play.complete("b")
    assert "on" not in run.completed()
    play.complete("a")
    assert run.completed().count("on") == 1
    assert "late" not in run.completed()
    play.complete("c")
    assert run.completed().count("on") == 1
    assert run.completed().count("late") == 1
    assert run.state.status == "completed"


def test_a_complex_gateway_can_begin_anew_after_its_reset() -> None:
    gateway = a(ComplexGateway, activation_condition=feel("activationCount >= 1"))
    process = sketch(
        "s -> x -> f -> a -> j -> again -> x; f -> b -> j; again -> e",
        x=a(ComplexGateway),
        f=ParallelGateway,
        j=gateway,
        a=UserTask,
        b=UserTask,
        again=UserTask,
        conditions={"again->x": "more"},
        default=("again->e",),
    )
    play = Simulation([process])
    run = play.start("p")
    for more in (True, False):
        play.complete("a")
        play.complete("b")
        play.complete("again", {"more": more})
    assert run.completed().count("again") == 2
    assert run.state.status == "completed"


def test_an_activation_condition_that_is_not_true_or_false_is_an_incident() -> None:
    gateway = a(ComplexGateway, activation_condition=feel("missing > 1"))
    play = Simulation([sketch("s -> f -> j -> e; f -> j2 -> j", f=ParallelGateway, j=gateway)])
    assert "must be true or false" in next(iter(play.start("p").state.incidents.values())).sentence


def ad_hoc(**fields: object) -> Simulation:
    process = sketch(
        "s -> sub -> e",
        sub=a(AdHocSubProcess, **fields),
        inside={"sub": "a -> after; b; c"},
        a=UserTask,
        b=UserTask,
        c=UserTask,
    )
    return Simulation([process])


def test_ad_hoc_activities_run_side_by_side_until_all_are_done() -> None:
    play = ad_hoc()
    run = play.start("p")
    for element in ("c", "a", "b"):
        assert run.state.status == "active"
        play.complete(element)
    assert "after" in run.completed()
    assert run.state.status == "completed"


def test_ad_hoc_activities_can_come_one_by_one() -> None:
    play = ad_hoc(sequential=True)
    run = play.start("p")
    for element in ("a", "b", "c"):
        assert len(run.state.waits) == 1
        play.complete(element)
    assert run.state.status == "completed"


@pytest.mark.parametrize(("cancels", "status"), [(True, "completed"), (False, "active")])
def test_a_completion_condition_cancels_or_awaits_the_rest(cancels: bool, status: str) -> None:
    play = ad_hoc(completion_condition=feel("enough"), cancel_remaining=cancels)
    run = play.start("p", {"enough": False})
    play.complete("b", {"enough": True})
    assert run.state.status == status


def test_only_the_chosen_activities_begin() -> None:
    play = ad_hoc(active_elements=feel("wanted"))
    run = play.start("p", {"wanted": ["b"]})
    assert len(run.state.waits) == 1
    play.complete("b")
    assert run.state.status == "completed"
