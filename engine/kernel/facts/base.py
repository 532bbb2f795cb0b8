"""What all facts have in common."""

import msgspec


class Fact(msgspec.Struct, frozen=True, omit_defaults=True, tag=True, tag_field="fact"):
    """Base of all facts."""
