"""A failure stops one element, not the instance: the life cycle turns it into an incident."""


class Failure(Exception):
    """The element can't go on; the sentence says why, for the person who will mend it."""
