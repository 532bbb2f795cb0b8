"""Checkpoints: a signed note that says how long the log was, and what was in it."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from engine.proof.checkpoint import BadCheckpoint, Checkpoint, VerifierKey, sign, verified

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(32, 64)))
PUBLIC = VerifierKey("office.example/log", KEY.public_key().public_bytes_raw())
TEN = Checkpoint("office.example/log", 10, bytes(32), ("2026-11-22T06:00:00Z",))


def test_a_signed_checkpoint_is_read_back() -> None:
    assert verified(sign(TEN, PUBLIC.name, KEY), [PUBLIC]) == TEN


def test_the_text_is_that_of_the_specification() -> None:
    note = sign(TEN, PUBLIC.name, KEY)

    assert note.startswith("office.example/log\n10\n" + "A" * 43 + "=\n2026-11-22T06:00:00Z\n\n— office.example/log ")
    assert note.endswith("\n")


def test_a_public_log_s_key_is_read() -> None:
    # given: the key of Go's checksum database, a log that uses the same notes
    text = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"

    # then
    assert str(VerifierKey.read(text)) == text


def test_a_public_key_is_read_back() -> None:
    assert VerifierKey.read(f"{PUBLIC}\n") == PUBLIC


@pytest.mark.parametrize("text", ["", "name", "name+00000000+AAAA", "a b+00000000+AAAA", "name+zz+§"])
def test_what_is_no_key_is_said_to_be_none(text: str) -> None:
    with pytest.raises(BadCheckpoint, match="public key"):
        VerifierKey.read(text)


def test_a_key_with_a_wrong_character_is_refused() -> None:
    name, _, content = str(PUBLIC).split("+", 2)

    with pytest.raises(BadCheckpoint, match="does not fit its id"):
        VerifierKey.read(f"{name}+00000000+{content}")


@pytest.mark.parametrize("place", range(len(sign(TEN, PUBLIC.name, KEY)) - len("==\n") - 1))
def test_no_character_of_a_checkpoint_can_be_changed(place: int) -> None:
    # given: the last bits of base64 and the last line end say nothing, so they are left
    note = sign(TEN, PUBLIC.name, KEY)
    changed = note[:place] + ("B" if note[place] != "B" else "C") + note[place + 1 :]

    # then
    with pytest.raises(BadCheckpoint):
        verified(changed, [PUBLIC])


def test_a_checkpoint_of_another_key_is_not_trusted() -> None:
    with pytest.raises(BadCheckpoint, match="No key that is trusted here"):
        verified(sign(TEN, PUBLIC.name, OTHER), [PUBLIC])


def test_signatures_of_witnesses_stand_beside_ours() -> None:
    # given
    witness = VerifierKey("witness", OTHER.public_key().public_bytes_raw())
    note = sign(TEN, PUBLIC.name, KEY) + sign(TEN, witness.name, OTHER).partition("\n\n")[2]

    # then
    assert verified(note, [PUBLIC]) == verified(note, [witness]) == TEN


def test_a_name_with_a_space_can_not_sign() -> None:
    with pytest.raises(BadCheckpoint, match="can't sign"):
        sign(TEN, "our office", KEY)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("x\n1\n", "first lines"),
        ("x\n01\nAAAA\n", "first lines"),
        ("x\n1\nAAAA\n", "has 3 bytes"),
        ("x\n1\n%\n", "not base64"),
    ],
)
def test_what_is_no_checkpoint_is_said_to_be_none(body: str, sentence: str) -> None:
    with pytest.raises(BadCheckpoint, match=sentence):
        verified(f"{body}\n— {PUBLIC.name} {'A' * 92}\n", [PUBLIC])
