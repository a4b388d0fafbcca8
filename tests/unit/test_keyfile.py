"""`case.keys`: either copy suffices, both damaged is said, a newer format is said, nothing is ever guessed."""

import random
import struct

import pytest

from app.domain.errors import KeyFileDamaged, NewerFormat
from app.storage import keyfile
from tests.unit.test_keys import CASE, header

DEK = bytes(32)
GOOD = header()
DATA = keyfile.pack(GOOD, 4, DEK) + keyfile.pack(GOOD, 5, DEK)
LENGTH = struct.unpack(">I", DATA[12:16])[0]


def flipped(data: bytes, at: int, bit: int = 1) -> bytes:
    changed = bytearray(data)
    changed[at] ^= bit
    return bytes(changed)


def test_a_sound_file_is_read_back_and_was_written_by_the_holder_of_the_key() -> None:
    found = keyfile.read(DATA)
    assert (found.header, found.sequence, found.damaged) == (GOOD, 5, ())
    assert found.is_from(DEK)
    assert not found.is_from(b"x" * 32)


def test_the_newer_copy_is_the_one_that_counts_in_either_place() -> None:
    newer_first = keyfile.pack(GOOD, 9, DEK) + keyfile.pack(GOOD, 8, DEK)
    assert keyfile.read(newer_first).sequence == 9


def test_either_copy_suffices_and_the_damaged_one_is_named() -> None:
    for at, name, sequence in ((100, "first", 5), (keyfile.COPY + 100, "second", 4)):
        found = keyfile.read(flipped(DATA, at))
        assert (found.sequence, found.damaged) == (sequence, (name,))


def test_every_byte_of_the_file_counts(full: bool) -> None:
    interesting = [*range(64), *range(keyfile.COPY, keyfile.COPY + 64), 64 + LENGTH, keyfile.COPY - 1]
    rest = random.Random(7).sample(range(keyfile.SIZE), 300)
    for at in range(keyfile.SIZE) if full else sorted({*interesting, *rest}):
        found = keyfile.read(flipped(DATA, at, 1 << at % 8))
        assert found.damaged == ("first",) if at < keyfile.COPY else ("second",)
        assert found.header == GOOD


def test_two_damaged_copies_are_said_and_never_repaired() -> None:
    with pytest.raises(KeyFileDamaged):
        keyfile.read(flipped(flipped(DATA, 200), keyfile.COPY + 300))


@pytest.mark.parametrize("size", [0, 1, 8, 64, 32_768, 65_535])
def test_a_cut_file_never_opens_without_saying_so(size: int) -> None:
    with pytest.raises(KeyFileDamaged):
        keyfile.read(DATA[:size])


def test_bytes_after_the_end_are_named() -> None:
    assert keyfile.read(DATA + b"x").damaged == ("length",)


def newer(copy: bytes) -> bytes:
    return copy[:8] + struct.pack(">H", 2) + copy[10:]


def test_a_newer_format_is_said_with_both_numbers_only_if_both_copies_say_it() -> None:
    first, second = DATA[: keyfile.COPY], DATA[keyfile.COPY :]
    with pytest.raises(NewerFormat) as refused:
        keyfile.read(newer(first) + newer(second))
    assert refused.value.facts == {"found": 2, "known": 1}
    assert keyfile.read(newer(first) + second).damaged == ("first",)
    assert CASE not in str(refused.value)


def test_a_hostile_length_is_damage_not_memory() -> None:
    with pytest.raises(KeyFileDamaged):
        keyfile.read((DATA[:12] + b"\xff\xff\xff\xff" + DATA[16 : keyfile.COPY]) * 2)


def test_random_bytes_are_damage(full: bool) -> None:
    chance = random.Random(11)
    for _ in range(200 if full else 40):
        with pytest.raises(KeyFileDamaged):
            keyfile.read(chance.randbytes(keyfile.SIZE))


def test_eighty_people_fit() -> None:
    many = keyfile.Header(CASE, 1, GOOD.payload, GOOD.slots * 80)
    assert len(keyfile.pack(many, 1, DEK)) == keyfile.COPY
