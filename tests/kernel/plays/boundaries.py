"""Boundary events."""

from tests.kernel.plays.play import complete, job_error, later, message, play, signal

ORDER = {"order": "7"}
CHANGED = message("order changed", "7")
AFTER = complete("after")

BOUNDARIES = (
    play(
        "boundary-message",
        "Message boundary event, interrupting",
        CHANGED,
        AFTER,
        ends="start boundary after after-end",
        given=ORDER,
    ),
    play(
        "boundary-message-non-interrupting",
        "Message boundary event, non-interrupting",
        CHANGED,
        CHANGED,
        AFTER,
        AFTER,
        complete("task"),
        ends="start boundary boundary after after-end after after-end task end",
        given=ORDER,
    ),
    play(
        "boundary-message-sub-process",
        "Message boundary event of a sub-process",
        CHANGED,
        AFTER,
        ends="start inner-start boundary after after-end",
        given=ORDER,
    ),
    play(
        "boundary-timer",
        "Timer boundary event, interrupting",
        later("P3D"),
        AFTER,
        ends="start boundary after after-end",
    ),
    play(
        "boundary-timer-non-interrupting",
        "Timer boundary event, non-interrupting",
        later("P3D"),
        AFTER,
        complete("task"),
        ends="start boundary after after-end task end",
    ),
    play(
        "boundary-timer-cycle",
        "Timer boundary event with a cycle",
        later("P9D"),
        AFTER,
        AFTER,
        complete("task"),
        ends="start boundary boundary after after-end after after-end task end",
    ),
    play(
        "boundary-timer-expression",
        "Timer boundary event with an expression",
        later("P2D"),
        AFTER,
        ends="start boundary after after-end",
        given={"deadline": "2026-01-06T08:00:00Z"},
    ),
    play(
        "boundary-signal", "Signal boundary event, interrupting", signal("alarm"), ends="start boundary after after-end"
    ),
    play(
        "boundary-signal-non-interrupting",
        "Signal boundary event, non-interrupting",
        signal("alarm"),
        signal("alarm"),
        complete("task"),
        ends="start boundary after after-end boundary after after-end task end",
    ),
    play(
        "boundary-conditional",
        "Conditional boundary event, interrupting",
        complete("change", amount=200),
        ends="start split change changed boundary after after-end",
    ),
    play(
        "boundary-conditional-non-interrupting",
        "Conditional boundary event, non-interrupting",
        complete("change", amount=200),
        complete("task"),
        ends="start split change changed boundary after after-end task end",
    ),
    play(
        "boundary-error", "Error boundary event", AFTER, ends="start inner-start inner-error boundary after after-end"
    ),
    play(
        "boundary-error-catch-all",
        "Error boundary event for all errors",
        AFTER,
        ends="start inner-start inner-error boundary after after-end",
    ),
    play(
        "boundary-error-job",
        "Error boundary event for an error of a job",
        job_error("REJECTED"),
        AFTER,
        ends="start boundary after after-end",
    ),
    play(
        "boundary-error-call",
        "Error boundary event of a call activity",
        AFTER,
        ends="start start error boundary after after-end",
        calls=("error-end",),
    ),
    play(
        "boundary-escalation",
        "Escalation boundary event, interrupting",
        ends="start inner-start inner boundary after after-end",
    ),
    play(
        "boundary-compensation",
        "Compensation boundary event of a sub-process",
        complete("inner"),
        complete("handler"),
        ends="start inner-start inner inner-end task handler end",
    ),
    play(
        "boundary-escalation-call",
        "Escalation boundary event of a call activity",
        ends="start start escalate boundary end after task after-end end",
        calls=("escalation-uncaught",),
    ),
    play("boundary-multiple", "Multiple boundary event", CHANGED, ends="start boundary after after-end", given=ORDER),
    play(
        "boundary-parallel-multiple",
        "Parallel multiple boundary event",
        CHANGED,
        later("P1D"),
        ends="start boundary after after-end",
        given=ORDER,
    ),
    play(
        "boundary-parallel-multiple-non-interrupting",
        "Parallel multiple boundary event, non-interrupting, which happens twice",
        signal("alarm"),
        CHANGED,
        CHANGED,
        signal("alarm"),
        complete("task"),
        ends="start boundary noted boundary noted task end",
        given=ORDER,
    ),
    play(
        "boundary-multiple-compensation",
        "Multiple boundary event with a compensation and a signal",
        complete("book"),
        ends="start book cancel-booking undo end",
    ),
)
