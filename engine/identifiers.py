"""Names for new instances: short, unguessable, and in the order of their making, which keeps index pages together."""

import secrets
from datetime import datetime

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # no i, l, o and u: they are misread and misheard
TIME_BITS, RANDOM_BITS = 45, 80
LENGTH = (TIME_BITS + RANDOM_BITS) // 5
_PAIRS = [first + second for first in ALPHABET for second in ALPHABET]  # two digits at a time
_SHIFTS = tuple(range(TIME_BITS + RANDOM_BITS - 5, -1, -10))


def new_instance_id(now: datetime) -> str:
    """25 characters: 45 bits of milliseconds (enough until the year 3084), then 80 of chance."""
    number = int(now.timestamp() * 1000) << RANDOM_BITS | secrets.randbits(RANDOM_BITS)
    return "".join([_PAIRS[number >> shift & 1023] for shift in _SHIFTS])[-LENGTH:]
