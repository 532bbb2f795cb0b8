"""Start, intermediate and end events."""

from tests.kernel.plays.play import complete, later, message, play, signal, so_it_is, start_event

ORDER = {"order": "7"}

STARTS = (
    play("none-start", "None start event", ends="start end"),
    play(
        "message-start", "Message start event", complete("task"), ends="start task end", begin=message("order placed")
    ),
    play("timer-start-date", "Timer start event with a date", ends="start end", begin=start_event("start")),
    play("timer-start-duration", "Timer start event with a duration", ends="start end", begin=start_event("start")),
    play("timer-start-cycle", "Timer start event with a cycle", ends="start end", begin=start_event("start")),
    play("signal-start", "Signal start event", ends="start task end", begin=signal("alarm")),
    play("multiple-start", "Multiple start event", ends="start task end", begin=signal("alarm")),
    play("conditional-start", "Conditional start event", ends="start task end", begin=so_it_is(temperature=301)),
    play(
        "multiple-start-conditional",
        "Multiple start event with a condition",
        ends="start task end",
        begin=so_it_is(temperature=301),
    ),
    play(
        "parallel-multiple-start",
        "Parallel multiple start event with messages",
        message("invoice paid", "7"),
        ends="start task end",
        begin=message("order placed", order="7"),
    ),
    play(
        "parallel-multiple-start-signals",
        "Parallel multiple start event with signals",
        signal("alarm"),
        ends="start task end",
        begin=signal("fire"),
    ),
    play(
        "several-timer-starts",
        "Several timer start events: date, duration and cycle",
        ends="after task end",
        begin=start_event("after"),
    ),
    play(
        "receive-task-instantiating",
        "Receive task that begins a process",
        ends="receive task end",
        begin=message("order placed"),
    ),
    play(
        "receive-task-instantiating-after-start",
        "Receive task that begins a process, behind a start event",
        ends="start receive task end",
        begin=message("order placed"),
    ),
    play(
        "event-based-gateway-instantiating",
        "Event-based gateway that begins a process, exclusive",
        ends="gateway paid by-payment end",
        begin=message("invoice paid", order="7"),
    ),
    play(
        "event-based-gateway-parallel",
        "Event-based gateway that begins a process, parallel",
        message("order placed", "7"),
        ends="gateway paid by-payment end ordered by-order end",
        begin=message("invoice paid", order="7"),
    ),
    play("several-starts", "Several start events", ends="message-start by-message end", begin=message("order placed")),
)

CATCHES = (
    play(
        "message-catch",
        "Message intermediate catch event",
        message("invoice paid", "7"),
        ends="start task end",
        given=ORDER,
    ),
    play("timer-catch", "Timer intermediate catch event", later("PT1H"), ends="start task end"),
    play("signal-catch", "Signal intermediate catch event", signal("alarm"), ends="start task end"),
    play(
        "conditional-catch",
        "Conditional intermediate catch event whose condition is true",
        ends="start task end",
        given={"amount": 200},
    ),
    play(
        "conditional-catch-change",
        "Conditional intermediate catch event whose condition becomes true",
        complete("change", amount=200),
        ends="start split change changed task end",
        given={"amount": 5},
    ),
    play("multiple-catch", "Multiple intermediate catch event", later("P1D"), ends="start task end", given=ORDER),
    play(
        "parallel-multiple-catch",
        "Parallel multiple intermediate catch event",
        signal("alarm"),
        message("order changed", "7"),
        ends="start task end",
        given=ORDER,
    ),
    play("link", "Link intermediate events", ends="start before out into after end"),
    play(
        "link-several-sources",
        "Link intermediate events with several sources",
        ends="start split out into out-too into after after end end",
    ),
)

THROWS = (
    play("none-throw", "None intermediate throw event", ends="start task end"),
    play("message-throw", "Message intermediate throw event", ends="start task end", given={"order": "7", "total": 5}),
    play("message-throw-job", "Message intermediate throw event by a job", complete("task"), ends="start task end"),
    play("signal-throw", "Signal intermediate throw event", ends="start task end"),
    play(
        "escalation-throw",
        "Escalation intermediate throw event, caught at the boundary, non-interrupting",
        ends="start inner-start escalate boundary inner after inner-end after-end task end",
    ),
    play("escalation-uncaught", "Escalation that nobody catches", ends="start escalate end"),
    play("compensation-throw", "Compensation intermediate throw event", ends="start book cancel-booking undo end"),
    play(
        "compensation-throw-without-waiting",
        "Compensation that nobody waits for (waitForCompletion)",
        complete("cancel-booking"),
        ends="start book task end cancel-booking undo",
    ),
    play(
        "compensation-data",
        "Compensation handler that sees the data of its time",
        complete("book"),
        complete("change", seat=2),
        ends="start book change free undo which first",
        given={"seat": 1},
    ),
    play("compensation-of-activity", "Compensation of one activity", ends="start book pay refund undo end"),
    play("multiple-throw", "Multiple intermediate throw event", ends="start task end", given=ORDER),
)

ENDS = (
    play("implicit-end", "Path that ends without an end event", ends="start task"),
    play("message-end", "Message end event", ends="start end", given={"order": "7", "total": 5}),
    play("signal-end", "Signal end event", ends="start task end"),
    play("error-end", "Error end event that nothing catches", ends="start", status="incident"),
    play(
        "escalation-end",
        "Escalation end event, caught at the boundary, interrupting",
        ends="start inner-start split escalate boundary after after-end",
    ),
    play("compensation-end", "Compensation end event", ends="start book cancel-booking undo"),
    play("multiple-end", "Multiple end event", ends="start task end"),
    play(
        "multiple-end-error",
        "Multiple end event with an error, a signal and a compensation",
        ends="start inner-start book cancel-booking fail caught caught-end",
    ),
    play(
        "multiple-end-terminate",
        "Multiple end event with a terminate event",
        ends="start fork stop",
    ),
    play(
        "multiple-end-cancel",
        "Multiple end event with a cancel event",
        ends="start inner-start book cancel-booking cancel cancelled cancelled-end",
    ),
    play("terminate-end", "Terminate end event", ends="start fork terminate"),
)
