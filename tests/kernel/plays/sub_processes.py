"""Sub-processes: embedded, transactions, ad-hoc, and those that an event starts."""

from tests.kernel.plays.play import complete, later, message, play, signal

ORDER = {"order": "7"}
CHANGED = message("order changed", "7")

SUB_PROCESSES = (
    play("sub-process", "Embedded sub-process", complete("inner"), ends="start inner-start inner inner-end task end"),
    play(
        "sub-process-nested",
        "Embedded sub-processes inside one another",
        complete("inner"),
        ends="start first inner-start inner inner-end middle last outer end",
    ),
    play(
        "sub-process-without-start",
        "Embedded sub-process without a start event",
        complete("b"),
        complete("a"),
        ends="start b a task end",
    ),
    play("transaction", "Transaction", ends="start inner-start book inner-end task end"),
    play(
        "transaction-cancel",
        "Cancel end event and cancel boundary event",
        ends="start inner-start book cancel-booking stop boundary after after-end",
    ),
    play("ad-hoc", "Ad-hoc sub-process, parallel", complete("two"), complete("one"), ends="start two one task end"),
    play(
        "ad-hoc-sequential",
        "Ad-hoc sub-process, sequential",
        complete("one"),
        complete("two"),
        ends="start one two task end",
    ),
    play(
        "ad-hoc-completion",
        "Ad-hoc sub-process with a completion condition",
        complete("two", enough=True),
        ends="start two task end",
    ),
    play(
        "ad-hoc-await-remaining",
        "Ad-hoc sub-process that awaits what remains (cancelRemainingInstances)",
        complete("two", enough=True),
        complete("one"),
        ends="start two one task end",
    ),
    play(
        "ad-hoc-chosen",
        "Ad-hoc sub-process whose elements are chosen",
        complete("two"),
        ends="start two task end",
        given={"chosen": ["two"], "enough": False},
    ),
)

EVENT_SUB_PROCESSES = (
    play(
        "event-sub-process-message",
        "Message start of an event sub-process, interrupting",
        CHANGED,
        complete("help"),
        ends="start begin help helped aside",
        given=ORDER,
    ),
    play(
        "event-sub-process-message-non-interrupting",
        "Message start of an event sub-process, non-interrupting",
        CHANGED,
        CHANGED,
        complete("help"),
        complete("help"),
        complete("task"),
        ends="start begin begin help helped aside help helped aside task end",
        given=ORDER,
    ),
    play(
        "event-sub-process-timer",
        "Timer start of an event sub-process, interrupting",
        later("P3D"),
        complete("help"),
        ends="start begin help helped aside",
    ),
    play(
        "event-sub-process-timer-non-interrupting",
        "Timer start of an event sub-process, non-interrupting, with a cycle",
        later("P9D"),
        complete("help"),
        complete("help"),
        complete("task"),
        ends="start begin begin help helped aside help helped aside task end",
    ),
    play(
        "event-sub-process-signal",
        "Signal start of an event sub-process, interrupting",
        signal("alarm"),
        complete("help"),
        ends="start begin help helped aside",
    ),
    play(
        "event-sub-process-signal-non-interrupting",
        "Signal start of an event sub-process, non-interrupting",
        signal("alarm"),
        complete("task"),
        complete("help"),
        ends="start begin task end help helped aside",
    ),
    play(
        "event-sub-process-conditional",
        "Conditional start of an event sub-process, interrupting",
        complete("change", amount=200),
        complete("help"),
        ends="start split change changed begin help helped aside",
    ),
    play(
        "event-sub-process-conditional-non-interrupting",
        "Conditional start of an event sub-process, non-interrupting",
        complete("change", amount=200),
        complete("help"),
        complete("task"),
        ends="start split change changed begin help helped aside task end",
    ),
    play(
        "event-sub-process-error",
        "Error start of an event sub-process",
        complete("help"),
        ends="start split throw begin help helped aside",
    ),
    play(
        "event-sub-process-escalation",
        "Escalation start of an event sub-process, interrupting",
        complete("help"),
        ends="start split throw begin help helped aside",
    ),
    play(
        "event-sub-process-escalation-non-interrupting",
        "Escalation start of an event sub-process, non-interrupting",
        complete("help"),
        complete("task"),
        ends="start split throw begin help helped aside task end",
    ),
    play(
        "event-sub-process-compensation",
        "Compensation start of an event sub-process",
        ends="start inner-start book inner-end travel begin cancel-booking undo-inside tell told aside undo",
    ),
    play(
        "event-sub-process-multiple",
        "Multiple start of an event sub-process",
        signal("alarm"),
        complete("help"),
        ends="start begin help helped aside",
        given=ORDER,
    ),
    play(
        "event-sub-process-inside",
        "Event sub-process inside a sub-process",
        CHANGED,
        complete("help"),
        ends="start inner-start begin help helped aside task end",
        given=ORDER,
    ),
)
