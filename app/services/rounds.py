"""Blind rounds: opened for the members, cast one by one, released when nobody is awaited, opened together."""

from app.domain import entries as e
from app.domain.case import Round
from app.domain.drafts import of_round
from app.domain.errors import RefersToNothing, SharesDoNotOpen
from app.domain.order_of_vaults import ROUND, RoundState
from app.domain.roster import majority
from app.services.decisions import DecisionPaper, carried
from app.services.in_order import act, rules_of
from app.services.ports import OwnKey
from app.services.session import Changes, Session
from app.services.vaults import keys_of_members, opening, released, take_share

BALLOT_BYTES = 32_768
"""What a ballot may hold; every ballot of a round is padded to this size. A longer one is refused when it is cast."""


def open_round(session: Session, manager: OwnKey, *, t: int | None = None, size: int = BALLOT_BYTES) -> e.Id:
    """Begin a blind round for every member in force, with a vault of its own whose secret is forgotten at once.

    `t` members together could open it, fewer cannot; a majority by default. Returns the round's entry.
    """
    to = keys_of_members(session)
    seq = session.store.next_seq
    made = session.store.make_vault(ROUND, seq, None, to, majority(len(to)) if t is None else t)
    number = len(session.case.rounds) + 1
    opened = e.RoundOpened(vault=seq, members=tuple(to), size=size, number=number)
    act(session, [e.NewEntry("vault.made", made), e.NewEntry("round.opened", opened)], manager)
    return seq + 1


def cast(session: Session, member: OwnKey, round: e.Id, ballot: e.Ballot, *, also: tuple[e.Id, ...] = ()) -> Changes:
    """Seal and sign one member's ballot; casting again before the releasing replaces it and deletes the earlier words.

    The member's drafts of this ballot go in the same commit. The member's share of the round (and of the vaults in
    `also`) is taken into memory, so that nobody has to type a passphrase again when all have cast.
    """
    found = _round(session, round)
    new = e.NewEntry("ballot.cast", ballot, round, found.opened.vault)
    before = found.cast.get(member.actor)
    drafts = [key for key in session.store.drafts.listed() if key.owner == member.actor and of_round(key, round)]
    changes = act(session, [new], member, erase=() if before is None else (before,), settled=drafts)
    for vault in (found.opened.vault, *also):
        take_share(session, member, vault)
    return changes


def excuse(session: Session, own: OwnKey, round: e.Id, paper: DecisionPaper, consents: list[e.Consent]) -> Changes:
    """A member leaves the round by majority; a ballot they cast is deleted. Too few left to open: the round is void."""
    found = _round(session, round)
    member = paper.decision.seat
    decided = carried(session, paper, consents)
    excused = e.NewEntry("excused", e.Excused(member=member, decision=session.store.next_seq), round)
    before = found.cast.get(member)
    changes = act(session, [decided, excused], own, erase=() if before is None else (before,))
    if state(session, round).void:
        session.store.drop_shares(found.opened.vault)
    return changes


def open_together(session: Session, chair: OwnKey, round: e.Id) -> Changes:
    """When nobody is awaited: a member, usually the chair, ends the casting and opens what the shares in memory open.

    Shares that a lock or a crash dropped are taken again (`take_share`); then this is called once more. Where the
    shares do not suffice yet, the releasing is written and the vault stays closed.
    """
    found = _round(session, round)
    vault = found.opened.vault
    new = [] if found.releasing else [e.NewEntry("round.released", e.RoundReleased(), round)]
    shares = released(session, vault)
    given = len(session.case.vaults[vault].released) + len(shares)
    new += shares
    if given >= session.case.vaults[vault].t:
        new.append(opening(session, vault, *shares))
    if not new:
        raise SharesDoNotOpen
    changes = act(session, new, chair)
    session.store.drop_shares(vault)
    return changes


def state(session: Session, round: e.Id) -> RoundState:
    """Where a round stands: who has cast, whether it is void or over. Says nothing of what anybody cast."""
    _round(session, round)
    return rules_of(session).vaults.rounds[round]


def _round(session: Session, round: e.Id) -> Round:
    found = session.case.rounds.get(round)
    if found is None:
        raise RefersToNothing
    return found
