"""Shares of a secret: any t of N give it, fewer give nothing, and a share is good at its own place only (KEY-6)."""

import itertools
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import entries as e
from app.domain import shares as rules
from app.domain.roster import majority
from app.storage import crypto, shares, vaults
from app.storage.identity import Identity

CASE = "0f0e0d0c-0b0a-4908-8706-050403020100"
OTHER = "1f0e0d0c-0b0a-4908-8706-050403020100"
AT = 40
PEOPLE = {f"m{n}": Identity(bytes([n]) * 32) for n in range(1, 10)}


def coalitions(n: int) -> Iterator[tuple[int, ...]]:
    """Every set of so many people, the empty one included."""
    for size in range(n + 1):
        yield from itertools.combinations(range(1, n + 1), size)


@pytest.mark.parametrize("n", range(2, 10))
def test_exactly_the_coalitions_of_t_or_more_open_a_vault(n: int) -> None:
    for t in range(1, n + 1):
        key = vaults.VaultKey(bytes([n]) * 15 + bytes([t]))
        members = {seat: PEOPLE[seat] for seat in list(PEOPLE)[:n]}
        dealt = key.dealt(t, {seat: person.kem.public for seat, person in members.items()}, CASE, AT)
        pieces = {share.i: vaults.own_share(members[share.member], share, CASE, AT) for share in dealt}
        for coalition in coalitions(n):
            assert opens({i: pieces[i] for i in coalition}, t, key.public) == (len(coalition) >= t), (n, t, coalition)


def test_the_matrix_of_coalitions_has_the_size_that_is_claimed() -> None:
    assert sum(1 for size in coalitions(5) if len(size) >= 3) == 16
    assert sum(2**n * n for n in range(2, 10)) == 8192


def opens(pieces: dict[int, bytes], t: int, public: str) -> bool:
    try:
        return vaults.from_shares(pieces, t, public).public == public
    except crypto.Refused:
        return False


def test_fewer_than_t_shares_say_nothing_of_the_secret() -> None:
    """With t - 1 shares every secret is as likely: for each guess there is a last share that would fit it."""
    pieces = dict(shares.split(b"the real secret!", 3, 5)[:2])
    for guess in (b"the real secret!", b"another secret..", bytes(16)):
        fitting = last_share(pieces, guess)
        assert shares.combine({**pieces, 3: fitting}) == guess


def last_share(pieces: dict[int, bytes], secret: bytes) -> bytes:
    """The third share that would make this secret: interpolation is linear, so two probes give it."""
    zero, one = shares.combine({**pieces, 3: bytes(16)}), shares.combine({**pieces, 3: bytes(15) + b"\1"})
    factor = int.from_bytes(zero, "big") ^ int.from_bytes(one, "big")
    wanted = int.from_bytes(zero, "big") ^ int.from_bytes(secret, "big")
    return multiplied(wanted, inverse(factor)).to_bytes(16, "big")


def multiplied(a: int, b: int) -> int:
    """In GF(2^128) with x^128 + x^7 + x^2 + x + 1, as the library has it."""
    product = 0
    while b:
        if b & 1:
            product ^= a
        a, b = a << 1, b >> 1
        if a >> 128:
            a ^= 1 << 128 | 0x87
    return product


def inverse(a: int) -> int:
    """a to the power 2^128 - 2."""
    found, power = 1, 2**128 - 2
    while power:
        if power & 1:
            found = multiplied(found, a)
        a, power = multiplied(a, a), power >> 1
    return found


@pytest.mark.parametrize(("t", "n"), [(0, 3), (4, 3), (1, 0), (0, 0), (-1, 3), (3, 13)])
def test_thresholds_that_make_no_sense_are_refused(t: int, n: int) -> None:
    with pytest.raises(crypto.Refused):
        shares.split(bytes(16), t, n)


@pytest.mark.parametrize("pieces", [{}, {0: bytes(16)}, {1: bytes(15)}, {1: bytes(17)}, {1: b""}, {13: bytes(16)}])
def test_what_is_no_share_is_refused(pieces: dict[int, bytes]) -> None:
    with pytest.raises(crypto.Refused):
        shares.combine(pieces)


@given(st.dictionaries(st.integers(-5, 400), st.binary(max_size=20), max_size=8), st.integers(-2, 10))
def test_garbage_shares_never_open_and_never_crash(pieces: dict[int, bytes], t: int) -> None:
    assert not opens(pieces, t, vaults.VaultKey(bytes(16)).public)


@given(st.integers(2, 6), st.data())
def test_a_bad_share_beside_t_good_ones_does_not_spoil_the_opening_and_is_named(n: int, data: st.DataObject) -> None:
    t = data.draw(st.integers(1, n - 1))
    key = vaults.VaultKey(b"sixteen bytes ok")
    pieces = dict(shares.split(b"sixteen bytes ok", t, n))
    bad = data.draw(st.integers(1, n))
    pieces[bad] = data.draw(st.binary(min_size=16, max_size=16).filter(lambda piece: piece != pieces[bad]))
    assert opens(pieces, t, key.public)
    assert vaults.false_shares(pieces, t, key.public) == [bad]


# --- a share is good at its own place only ----------------------------------------------------------


@pytest.fixture(scope="module")
def dealt() -> tuple[e.Share, ...]:
    public = {seat: PEOPLE[seat].kem.public for seat in ("m1", "m2", "m3")}
    return vaults.VaultKey(bytes(16)).dealt(2, public, CASE, AT)


def test_a_share_opens_for_its_member_at_its_place(dealt: tuple[e.Share, ...]) -> None:
    assert len(vaults.own_share(PEOPLE["m2"], dealt[1], CASE, AT)) == 16


@pytest.mark.parametrize(
    ("who", "case", "at", "i"),
    [("m1", CASE, AT, 2), ("m2", OTHER, AT, 2), ("m2", CASE, AT + 1, 2), ("m2", CASE, AT, 1), ("m2", CASE, AT, 3)],
    ids=["member", "case", "vault or round", "number before", "number after"],
)
def test_a_share_moved_to_another_member_case_vault_or_number_is_refused(
    dealt: tuple[e.Share, ...], who: str, case: str, at: int, i: int
) -> None:
    moved = e.Share(member=who, i=i, ct=dealt[1].ct)
    with pytest.raises(crypto.Refused):
        vaults.own_share(PEOPLE[who], moved, case, at)


@pytest.mark.parametrize("ct", ["", "AAAA", "not base64", "A" * 200])
def test_a_sealed_share_that_is_garbage_is_refused(ct: str) -> None:
    with pytest.raises(crypto.Refused):
        vaults.own_share(PEOPLE["m1"], e.Share(member="m1", i=1, ct=ct), CASE, AT)


# --- the rules without keys -------------------------------------------------------------------------


def share(i: int, member: str) -> e.Share:
    return e.Share(member=member, i=i, ct="")


GOOD = (share(1, "m1"), share(2, "m2"), share(3, "m3"))


@pytest.mark.parametrize(
    ("t", "dealt"),
    [
        (0, GOOD),
        (1, GOOD),
        (4, GOOD),
        (2, ()),
        (2, GOOD[:2]),
        (2, (*GOOD, share(4, "m4"))),
        (2, (share(1, "m1"), share(1, "m2"), share(3, "m3"))),
        (2, (share(1, "m1"), share(2, "m1"), share(3, "m3"))),
        (2, (GOOD[1], GOOD[0], GOOD[2])),
        (2, (share(1, "c1"), share(2, "m2"), share(3, "m3"))),
        (2, GOOD * 5),
    ],
    ids=["t=0", "minority", "t>N", "N=0", "missing", "stranger", "numbers", "twice", "order", "manager", "many"],
)
def test_a_set_of_shares_that_is_not_one_for_each_member_is_refused(t: int, dealt: tuple[e.Share, ...]) -> None:
    assert rules.fault(t, dealt, ["c1", "m1", "m2", "m3"]) is not None


@given(st.integers(1, 12))
def test_a_majority_up_to_everybody_may_be_the_threshold(n: int) -> None:
    allowed = [t for t in range(n + 2) if rules.threshold_fault(t, n) is None]
    assert allowed == list(range(majority(n), n + 1))
    assert 2 * majority(n) > n
