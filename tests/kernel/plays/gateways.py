"""Gateways and conditional sequence flows."""

from tests.kernel.plays.play import complete, message, play

BOTH = (complete("b"), complete("a"))

GATEWAYS = (
    play("exclusive-gateway", "Exclusive gateway", ends="start decide large merge end", given={"amount": 200}),
    play(
        "exclusive-gateway-no-default",
        "Exclusive gateway that no way leads out of",
        ends="start",
        given={"amount": 50},
        status="incident",
    ),
    play(
        "loop-back",
        "Exclusive gateways as a loop",
        complete("wait"),
        complete("wait"),
        ends="start again count wait enough again count wait enough end",
        given={"rounds": 0, "limit": 2},
    ),
    play("parallel-gateway", "Parallel gateway", *BOTH, ends="start fork b a join end"),
    play(
        "parallel-gateway-mixed",
        "Mixed parallel gateway, which joins and forks",
        *BOTH,
        ends="start fork b a both c d end end",
    ),
    play(
        "parallel-gateway-excess",
        "A token too many, which stays on its flow",
        ends="start fork a b c merge merge join end",
        status="active",
    ),
    play("inclusive-gateway", "Inclusive gateway", *BOTH, ends="start fork b a join end", given={"amount": 200}),
    play(
        "inclusive-gateway-loop",
        "Inclusive gateways in a loop",
        complete("b"),
        complete("a", more=True, amount=5),
        complete("a", more=False),
        ends="start again fork b a join enough again fork a join enough end",
        given={"amount": 200},
    ),
    play(
        "event-based-gateway",
        "Event-based gateway",
        message("invoice paid", "7"),
        ends="start wait paid thank end",
        given={"order": "7"},
    ),
    play(
        "complex-gateway",
        "Complex gateway as a join",
        complete("three"),
        complete("one"),
        complete("two"),
        ends="start split three one enough after end two enough",
    ),
    play(
        "complex-gateway-split",
        "Complex gateway as a split",
        ends="start choose small large end end",
        given={"amount": 7},
    ),
    play(
        "conditional-flow",
        "Conditional sequence flows",
        ends="start check large urgent end end",
        given={"amount": 200, "urgent": True},
    ),
    play("implicit-split", "Several sequence flows out of an activity", *BOTH, ends="start split b end a end"),
)

COLLABORATIONS = (
    play(
        "collaboration",
        "Several executable pools, with message flows between them",
        complete("think"),
        ends="start ask asked think answer answered end",
        given={"order": "7"},
    ),
)

DESCRIPTIVE = (
    play(
        "descriptive",
        "Pools, message flows, data objects, data stores, groups and texts",
        complete("task"),
        ends="start task end",
    ),
)
