"""Data as the standard draws it: objects, properties, sets, associations, and global tasks."""

from tests.kernel.plays.play import complete, message, play

DATA = (
    play("data-object", "Data objects, written and read by associations", ends="start write read end"),
    play(
        "data-object-state",
        "States of data objects: who reads one in a state waits for it",
        complete("draft", text="Dear"),
        complete("approve", text="Dear all"),
        complete("publish"),
        ends="start split draft approve end publish end-2",
    ),
    play(
        "data-in-sub-process",
        "Data objects of a sub-process",
        ends="start sub inner-start write read inner-end end",
    ),
    play("property-of-process", "Properties of a process", ends="start write read end"),
    play(
        "property-of-activity", "Properties of an activity", complete("read", said="Hei"), ends="start write read end"
    ),
    play(
        "input-set-waits",
        "Input set that is waited for",
        complete("write", text="Cheap"),
        complete("read"),
        ends="start split write read join end",
    ),
    play(
        "input-sets",
        "Several input sets, and the output sets that go with them",
        complete("ask", asked="+358"),
        complete("task", sent="yes"),
        ends="start ask task end",
    ),
    play("optional-data", "Optional inputs and outputs", complete("task"), ends="start read task end"),
    play(
        "data-association-assignment",
        "Data associations with assignments",
        ends="start task end",
        given={"city": "Lahti"},
    ),
    play("data-association-transformation", "Data associations with transformations", ends="start write task end"),
    play("data-of-loop", "Multi-instance over loop data", ends="start write task task task end"),
    play(
        "data-of-sub-process-loop",
        "Multi-instance of a sub-process over a data object",
        ends="start inner-start task inner-end sub inner-start task inner-end sub sub end",
        given={"names": ["Ann", "Bo"]},
    ),
    play(
        "data-of-events",
        "Data outputs of catch events and data inputs of throw events",
        message("ordered", "7", order="ink"),
        ends="start catch end",
        given={"key": "7"},
    ),
    play(
        "data-store",
        "Data stores, read before an activity begins and written when it is done",
        complete("task", Customers="Ann"),
        complete("task", kept="Ann Smith"),
        complete("task"),
        ends="start task end",
    ),
    play("data-of-call", "Data handed to and from what is called", ends="start write greet-task read end"),
)

GLOBAL_TASKS = (
    play("global-task", "Global task", ends="start shared-task call end"),
    play("global-manual-task", "Global manual task", ends="start shared-task call end"),
    play("global-user-task", "Global user task", complete("shared-task"), ends="start shared-task call end"),
    play("global-script-task", "Global script task", ends="start shared-task call end"),
    play("global-business-rule-task", "Global business rule task", ends="start shared-task call end"),
)
