"""What a diagram says about the tries of a job, in headers of the task.

- `retryBackoff`: how long to wait before the next try, as a duration (`PT5M`) or several (`PT10S, PT1M, PT1H`). The
  last one stands before the last try; where there are more tries than durations, the first one is used for the earlier.
- `jobTimeout`: how long one try may take. After that another worker may begin the job again.

The reader refuses headers that are no positive durations, so that here they are read without doubt.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from engine.kernel.times import after, as_duration

BACK_OFF, TIME_OUT = "retryBackoff", "jobTimeout"
SHORTEST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=1)


def retry_at(headers: Mapping[str, str], left: int, created_at: datetime, now: datetime) -> datetime:
    """When a job that has just failed is tried again, with `left` tries to go."""
    pauses = [part.strip() for part in headers.get(BACK_OFF, "").split(",") if part.strip()]
    if not pauses:
        return now + pause(now - created_at)
    which = pauses[max(0, len(pauses) - max(left, 1))]
    return after(now, as_duration(which, f"header {BACK_OFF}"), f"header {BACK_OFF}")


def pause(age: timedelta) -> timedelta:
    """How long to wait before the next try of a job of this age: as long again, and so twice as long each time."""
    return max(SHORTEST_PAUSE, min(age, LONGEST_PAUSE))


def lease_end(headers: Mapping[str, str], lease: timedelta, now: datetime) -> datetime:
    """Until when a try that begins now has the job: `lease`, unless the diagram says otherwise."""
    said = headers.get(TIME_OUT, "").strip()
    return after(now, as_duration(said, f"header {TIME_OUT}"), f"header {TIME_OUT}") if said else now + lease
