"""Tokens: where they go, where they wait, when they are used up."""

from engine.kernel.commands import ResolveIncident, SetVariables
from engine.kernel.facts import FlowTaken, IncidentRaised
from engine.model.elements import ExclusiveGateway, InclusiveGateway, ParallelGateway, SubProcess, UserTask
from engine.simulation import Run, Simulation
from tests.kernel.sketch import sketch


def incidents(run: Run) -> list[str]:
    return [fact.sentence for fact in run.facts if isinstance(fact, IncidentRaised)]


def test_a_token_goes_from_start_to_end_and_the_instance_is_complete() -> None:
    run = Simulation([sketch("s -> a -> e")]).start("p")
    assert run.completed() == ["s", "a", "e", "p"]
    assert run.state.status == "completed"


def test_a_user_task_waits_until_it_is_completed() -> None:
    play = Simulation([sketch("s -> a -> e", a=UserTask)])
    run = play.start("p")
    assert run.state.status == "active"
    play.complete("a", {"decision": "yes"})
    assert run.state.status == "completed"
    assert run.variables() == {"decision": "yes"}


def test_a_process_without_events_starts_where_no_flow_leads_in() -> None:
    run = Simulation([sketch("a -> b; c")]).start("p")
    assert sorted(run.completed()) == ["a", "b", "c", "p"]


def test_an_exclusive_gateway_takes_the_first_true_condition() -> None:
    process = sketch(
        "s -> x -> a; x -> b; x -> c",
        x=ExclusiveGateway,
        conditions={"x->a": "n > 10", "x->b": "n > 5"},
        default=("x->c",),
    )
    taken = [Simulation([process]).start("p", {"n": n}).completed()[2] for n in (11, 7, 1)]
    assert taken == ["a", "b", "c"]


def test_no_true_condition_and_no_default_is_an_incident_that_a_variable_mends() -> None:
    process = sketch("s -> x -> a", x=ExclusiveGateway, conditions={"x->a": "n > 10"})
    play = Simulation([process])
    run = play.start("p", {"n": 1})
    (incident,) = run.state.incidents
    assert "no default flow" in incidents(run)[0]
    play.do(run, SetVariables({"n": 20}))
    play.do(run, ResolveIncident(incident))
    assert run.state.status == "completed"
    assert run.completed() == ["s", "x", "a", "p"]


def test_a_condition_that_is_null_is_an_incident_and_not_silently_false() -> None:
    process = sketch("s -> x -> a; x -> b", x=ExclusiveGateway, conditions={"x->a": "n > 10"}, default=("x->b",))
    run = Simulation([process]).start("p", {})
    assert "must be true or false, but is null" in incidents(run)[0]
    assert run.state.status == "active"


def test_a_parallel_gateway_waits_for_all_its_flows() -> None:
    play = Simulation(
        [sketch("s -> f -> a -> j -> e; f -> b -> j", f=ParallelGateway, j=ParallelGateway, a=UserTask, b=UserTask)]
    )
    run = play.start("p")
    play.complete("a")
    assert "j" not in run.completed()
    play.complete("b")
    assert run.completed().count("j") == 1
    assert run.state.status == "completed"


def test_tokens_beyond_one_for_each_flow_stay_on_their_flow() -> None:
    process = sketch("s1 -> x -> j; s2 -> x; s3 -> j", x=ExclusiveGateway, j=ParallelGateway)
    run = Simulation([process]).start("p")
    assert run.completed().count("j") == 1
    assert run.state.elements[1].tokens == {"x->j": 1}
    assert run.state.status == "active"


def test_an_implicit_split_sends_a_token_along_every_flow() -> None:
    run = Simulation([sketch("s -> a -> b; a -> c")]).start("p")
    assert sorted(run.completed()) == ["a", "b", "c", "p", "s"]


def test_a_task_with_conditional_flows_takes_the_true_ones_and_else_its_default() -> None:
    process = sketch("s -> a -> b; a -> c; a -> d", conditions={"a->b": "n = 1", "a->c": "n < 2"}, default=("a->d",))
    assert Simulation([process]).start("p", {"n": 1}).completed()[2:4] == ["b", "c"]
    assert Simulation([process]).start("p", {"n": 9}).completed()[2:3] == ["d"]


INCLUSIVE = sketch(
    "s -> x -> a -> j -> e; x -> b -> j; x -> c -> j",
    x=InclusiveGateway,
    j=InclusiveGateway,
    a=UserTask,
    b=UserTask,
    conditions={"x->a": "n >= 1", "x->b": "n >= 2"},
    default=("x->c",),
)


def test_an_inclusive_join_waits_for_just_the_tokens_that_can_come() -> None:
    for n, work in ((0, []), (1, ["a"]), (2, ["a", "b"]), (2, ["b", "a"])):
        play = Simulation([INCLUSIVE])
        run = play.start("p", {"n": n})
        for element in work:
            assert "j" not in run.completed()
            play.complete(element)
        assert run.completed().count("j") == 1
        assert run.state.status == "completed"


def test_an_inclusive_join_in_a_loop_does_not_wait_for_its_own_token() -> None:
    process = sketch(
        "s -> j -> a -> x -> e; x -> j",
        j=InclusiveGateway,
        x=ExclusiveGateway,
        a=UserTask,
        conditions={"x->j": "again"},
        default=("x->e",),
    )
    play = Simulation([process])
    run = play.start("p")
    for again in (True, True, False):
        play.complete("a", {"again": again})
    assert run.completed().count("j") == 3
    assert run.state.status == "completed"


def test_a_sub_process_ends_when_nothing_in_it_is_alive() -> None:
    play = Simulation(
        [sketch("s -> sub -> e", sub=SubProcess, inside={"sub": "s1 -> a; s1 -> b"}, a=UserTask, b=UserTask)]
    )
    run = play.start("p")
    play.complete("b")
    assert "sub" not in run.completed()
    play.complete("a")
    assert run.completed()[-3:] == ["sub", "e", "p"]


def test_the_facts_tell_the_path_that_was_taken() -> None:
    run = Simulation([sketch("s -> a -> e")]).start("p")
    assert [fact.flow for fact in run.facts if isinstance(fact, FlowTaken)] == ["s->a", "a->e"]


def test_a_loop_that_never_waits_ends_in_an_incident() -> None:
    run = Simulation([sketch("s -> x -> a -> x", x=ExclusiveGateway)], proving=False).start("p")
    assert "without waiting once" in incidents(run)[0]
