"""Tasks, loops and calls."""

from tests.kernel.plays.play import complete, message, play

ITEMS = {"items": [1, 2, 3]}
CALLED = ("user-task-plain",)
EACH = (complete("task", result=1), complete("task", result=2), complete("task", result=3))

TASKS = (
    play("none-task", "Task without a kind", ends="start task end"),
    play("manual-task", "Manual task", ends="start task end"),
    play("user-task-plain", "User task", complete("task"), ends="start task end"),
    play(
        "user-task",
        "User task with people, dates, form and routing",
        complete("task"),
        ends="start task end",
        given={"expert": "anna"},
    ),
    play(
        "resource-roles",
        "User task with the standard’s resource roles",
        complete("task"),
        ends="start task end",
        given={"expert": "anna"},
    ),
    play("lanes", "Lanes as candidate groups", complete("task"), ends="start task end"),
    play("script-task", "Script task", ends="start task end", given={"price": 2}),
    play(
        "script-task-standard",
        "Script task with the standard’s script in FEEL",
        ends="start task end",
        given={"price": 2},
    ),
    play("service-task", "Service task", complete("task"), ends="start task end"),
    play(
        "execution-listeners",
        "Execution listeners at the start and end of elements",
        complete("start"),
        complete("task"),
        complete("task"),
        complete("task"),
        complete("task"),
        ends="start task end",
    ),
    play("business-rule-task", "Business rule task with a decision", ends="start task end"),
    play("business-rule-task-job", "Business rule task by a job", complete("task"), ends="start task end"),
    play("send-task", "Send task with a message", ends="start task end", given={"order": "7", "total": 5}),
    play("send-task-job", "Send task by a job", complete("task"), ends="start task end"),
    play("receive-task", "Receive task", message("invoice paid", "7"), ends="start task end", given={"order": "7"}),
    play(
        "input-output-mapping",
        "Input and output mappings",
        complete("task", answer=1),
        ends="start task end",
        given={"customer": {"name": "Oy"}},
    ),
    play(
        "call-activity", "Call activity", complete("task", answer=1), ends="start start task end task end", calls=CALLED
    ),
    play(
        "call-activity-deployment",
        "Call activity bound to what was deployed with it",
        complete("task"),
        ends="start start task end call end",
        calls=CALLED,
    ),
    play(
        "call-activity-version-tag",
        "Call activity bound to a version tag",
        complete("task"),
        ends="start start start task end call end call end",
        calls=("call-activity-deployment", *CALLED),
    ),
    play(
        "call-activity-standard",
        "Call activity by the standard’s attribute",
        complete("task"),
        ends="start start task end task end",
        calls=CALLED,
    ),
)

LOOPS = (
    play(
        "standard-loop",
        "Standard loop, tested after each round",
        ends="start task task task task end",
        given={"rounds": 0},
    ),
    play(
        "standard-loop-test-before",
        "Standard loop, tested before each round",
        ends="start task task task end",
        given={"rounds": 1},
    ),
    play(
        "standard-loop-counter",
        "Standard loop whose condition counts the rounds",
        ends="start before before before after after after after end",
    ),
    play(
        "standard-loop-maximum",
        "Standard loop with a maximum",
        complete("task"),
        complete("task"),
        ends="start task task task end",
    ),
    play(
        "standard-loop-sub-process",
        "Standard loop of a sub-process",
        complete("inner", again=True),
        complete("inner", again=False),
        ends="start inner-start inner inner-end task inner-start inner inner-end task task end",
    ),
    play(
        "parallel-multi-instance",
        "Multi-instance, parallel, over a collection",
        *EACH,
        ends="start task task task task end",
        given=ITEMS,
    ),
    play(
        "sequential-multi-instance",
        "Multi-instance, sequential, over a collection",
        *EACH,
        ends="start task task task task end",
        given=ITEMS,
    ),
    play(
        "multi-instance-cardinality", "Multi-instance with a cardinality", *EACH, ends="start task task task task end"
    ),
    play(
        "multi-instance-completion",
        "Multi-instance with a completion condition",
        *EACH[:2],
        ends="start task task task end",
        given=ITEMS,
    ),
    play(
        "multi-instance-sub-process",
        "Multi-instance of a sub-process",
        complete("inner", result=1),
        complete("inner", result=2),
        ends="start inner-start inner-start inner inner-end task inner inner-end task task end",
        given={"items": [1, 2]},
    ),
    play(
        "multi-instance-call",
        "Multi-instance of a call activity",
        *EACH,
        ends="start start task end task start task end task start task end task task end",
        given=ITEMS,
        calls=CALLED,
    ),
    play(
        "multi-instance-none-behaviour",
        "Multi-instance with the behaviour None: each item throws",
        *EACH[:2],
        ends="start task boundary told task boundary told task end",
    ),
    play(
        "multi-instance-one-behaviour",
        "Multi-instance with the behaviour One: the first item throws",
        *EACH[:2],
        ends="start task boundary told task task end",
    ),
    play(
        "multi-instance-complex-behaviour",
        "Multi-instance with the behaviour Complex, caught by an interrupting event",
        *EACH[:1],
        ends="start task boundary told",
    ),
    play(
        "multi-instance-default-signal",
        "Multi-instance that throws its default signal",
        *EACH[:2],
        ends="start task boundary told task boundary told task end",
    ),
    play("start-quantity", "Start quantity", complete("one"), complete("other"), ends="start split one other both end"),
    play("completion-quantity", "Completion quantity", ends="start task each each end end"),
)
