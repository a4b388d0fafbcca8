"""Properties of the order rules: whatever somebody writes, what counts keeps a round blind until its end."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import entries as e
from app.domain.order import OrderRules, Outline
from app.domain.order_of_vaults import sealed_length
from app.domain.roster import majority

SEATS = ("c1", "m1", "m2", "m3")
KEYS = e.PublicKeys(kem="", sig="", pdf="")
VAULT, ROUND = 6, 7

Step = tuple[str, str, str]


def opening(t: int) -> list[tuple[str, str, int | None, e.Payload]]:
    """A case with a manager, three members and a round that `t` of them open."""
    shares = tuple(e.Share(member=seat, i=i, ct="") for i, seat in enumerate(SEATS[1:], 1))
    enrolled = [e.MemberEnrolled(id=seat, name="", role="", keys=KEYS, proof="") for seat in SEATS]
    return [
        ("case.created", "c1", None, e.CaseCreated(reference="R", program="0")),
        *(("member.enrolled", "c1", None, member) for member in enrolled),
        ("sitting.opened", "c1", None, e.SittingOpened(key="")),
        ("vault.made", "c1", None, e.VaultMade(name="round", t=t, key="", shares=shares)),
        ("round.opened", "c1", None, e.RoundOpened(vault=VAULT, members=SEATS[1:], size=1024)),
    ]


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["cast", "cast", "cast", "close", "release", "release", "open", "fact", "excuse"]),
        st.sampled_from(SEATS),
        st.sampled_from(SEATS),
    ),
    max_size=30,
)


def entry(step: Step, seq: int) -> list[tuple[str, str, int | None, e.Payload]]:
    """What one step of a random story writes; an excuse comes with its decision."""
    verb, actor, other = step
    body = e.SealedBody(vault=VAULT, ct="A" * sealed_length(1024))
    match verb:
        case "cast":
            return [("ballot.cast", actor, ROUND, body)]
        case "close":
            return [("round.released", actor, ROUND, e.RoundReleased())]
        case "release":
            given = e.VaultReleased(member=other, i=max(SEATS.index(other), 1), share="", dealt=VAULT)
            return [("vault.released", actor, VAULT, given)]
        case "open":
            return [("vault.opened", actor, VAULT, e.VaultOpened(z=""))]
        case "fact":
            return [("rule.put", actor, None, e.Rule(label="", text=""))] if actor == other else []
        case _:
            consents = tuple(e.Consent(member=seat, sig="") for seat in ("m1", "m2"))
            decision = e.Decision(what="excuse", seat=other, ground="", seq=0, head="", consents=consents)
            return [
                ("decision", actor, ROUND, decision),
                ("excused", actor, ROUND, e.Excused(member=other, decision=seq)),
            ]


def accepted(t: int, steps: Sequence[Step]) -> list[tuple[str, str, e.Payload]]:
    """Run a story through the rules: what they let count, in order."""
    rules = OrderRules()
    counted: list[tuple[str, str, e.Payload]] = []
    seq = 0
    story = opening(t)
    for kind, actor, of, payload in story:
        assert rules.check(Outline(seq, kind, actor, of), payload) is None
        seq += 1
    for step in steps:
        for kind, actor, of, payload in entry(step, seq):
            if rules.check(Outline(seq, kind, actor, of), payload) is None:
                counted.append((kind, actor, payload))
            seq += 1
    return counted


def kinds(counted: Sequence[tuple[str, str, e.Payload]]) -> list[str]:
    return [kind for kind, _, _ in counted]


@settings(max_examples=400)
@given(st.integers(2, 3), STEPS)
def test_no_share_counts_before_every_member_has_cast_or_is_excused(t: int, steps: list[Step]) -> None:
    settled: set[str] = set()
    for kind, actor, payload in accepted(t, steps):
        if kind == "ballot.cast":
            settled.add(actor)
        elif isinstance(payload, e.Excused):
            settled.add(payload.member)
        elif kind in ("vault.released", "round.released", "vault.opened"):
            assert settled == set(SEATS[1:])


@settings(max_examples=400)
@given(st.integers(2, 3), STEPS)
def test_no_ballot_counts_after_the_releasing_began_and_none_of_an_outsider(t: int, steps: list[Step]) -> None:
    counted = accepted(t, steps)
    if "round.released" in kinds(counted):
        assert "ballot.cast" not in kinds(counted)[kinds(counted).index("round.released") :]
    assert "c1" not in {actor for kind, actor, _ in counted if kind == "ballot.cast"}


@settings(max_examples=400)
@given(st.integers(2, 3), STEPS)
def test_a_vault_opens_once_after_t_different_members_released_and_never_in_a_void_round(
    t: int, steps: list[Step]
) -> None:
    counted = accepted(t, steps)
    released = [payload.member for _, _, payload in counted if isinstance(payload, e.VaultReleased)]
    assert len(released) == len(set(released))
    assert kinds(counted).count("vault.opened") <= 1
    if "vault.opened" in kinds(counted):
        before = counted[: kinds(counted).index("vault.opened")]
        assert kinds(before).count("vault.released") >= t >= majority(3)
        assert "rule.put" not in kinds(before)


def test_the_straight_story_counts_whole() -> None:
    steps = [("cast", seat, seat) for seat in SEATS[1:]]
    steps += [("close", "m1", "m1"), ("release", "c1", "m1"), ("release", "c1", "m2"), ("open", "c1", "c1")]
    assert kinds(accepted(2, steps)) == [
        *["ballot.cast"] * 3,
        "round.released",
        *["vault.released"] * 2,
        "vault.opened",
    ]
