"""Names of instances sort as the instances were made, and nobody guesses the next."""

from datetime import UTC, datetime, timedelta

from engine.identifiers import ALPHABET, new_instance_id

NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)


def test_later_instances_have_later_names() -> None:
    moments = [NOW + timedelta(milliseconds=1) * 7**power for power in range(14)]
    names = [new_instance_id(moment) for moment in moments]
    assert names == sorted(names)


def test_names_of_one_moment_share_their_beginning_and_nothing_else() -> None:
    names = {new_instance_id(NOW) for _ in range(1000)}
    assert len(names) == 1000
    assert {(len(name), name[:9]) for name in names} == {(25, "1m6dmbe00")}, "names of earlier releases sort among them"
    assert set("".join(names)) <= set(ALPHABET)
