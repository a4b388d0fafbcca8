"""Vaults of a case: made, shared anew, released share by share, opened (datamodel.md 6)."""

from collections.abc import Mapping

from app.domain import entries as e
from app.domain.case import Vault
from app.domain.errors import NoShare, NotKeeper, RefersToNothing, WrongSigner
from app.domain.order_of_vaults import REPORTER, WITHOUT_KEEPER
from app.domain.roster import majority
from app.domain.shares import holders
from app.services.decisions import DecisionPaper, carried
from app.services.in_order import act
from app.services.ports import OwnKey, SittingKey
from app.services.session import Changes, Session


def make_vault(session: Session, own: OwnKey, name: str, t: int | None = None) -> e.Id:
    """A vault for names or for the reporter, shared among the members; `t` of them open it, a majority by default.

    The keeper of the names is whoever makes the vault. The reporter's has none: its secret is forgotten at once.
    """
    to = keys_of_members(session)
    seq = session.store.next_seq
    keeper = None if name in WITHOUT_KEEPER else own.public
    made = session.store.make_vault(name, seq, keeper, to, majority(len(to)) if t is None else t)
    act(session, [e.NewEntry("vault.made", made)], own)
    return seq


def keys_of_members(session: Session, *joining: e.MemberEnrolled, without: str = "") -> dict[str, e.PublicKeys]:
    """The public keys of the members in force, in the order of their shares."""
    members = {**session.case.members, **{member.id: member for member in joining}}
    members.pop(without, None)
    return {seat: members[seat].keys for seat in holders(members)}


def shared_anew(
    session: Session, own: OwnKey, at: int, to: Mapping[str, e.PublicKeys], t: int | None = None
) -> list[e.NewEntry]:
    """New shares of every vault that `own` keeps and that is not open, for these members; to stand at `at` and on."""
    new: list[e.NewEntry] = []
    for vault, found in session.case.vaults.items() if to else ():
        if found.made.keeper is None or found.opened:
            continue
        try:
            dealt = session.store.deal_anew(vault, own, to, majority(len(to)) if t is None else t, at + len(new))
        except NotKeeper:
            continue
        new.append(e.NewEntry("vault.shared", dealt, vault))
    return new


def share_anew(session: Session, keeper: OwnKey, t: int | None = None) -> Changes:
    """The keeper makes new shares of every vault they keep, after the roster changed without them."""
    new = shared_anew(session, keeper, session.store.next_seq, keys_of_members(session), t)
    return act(session, new, keeper) if new else Changes()


def needs_sharing(session: Session) -> list[e.Id]:
    """The vaults with a keeper whose shares are not those of the members in force."""
    members = holders(session.case.members)
    return [
        seq
        for seq, vault in session.case.vaults.items()
        if vault.made.keeper is not None and not vault.opened and [share.member for share in vault.shares] != members
    ]


def take_share(session: Session, member: OwnKey, vault: e.Id) -> None:
    """Hold a member's share in memory until all may be released; gone with lock, close or release.

    The file never holds a share early; the memory of the running program does.
    """
    found = vault_at(session, vault)
    share = found.share_of(member.actor)
    if share is None:
        raise NoShare
    session.store.hold_share(vault, share, found.dealt, member)


def release_shares(session: Session, vault: e.Id) -> Changes:
    """Write the shares of a vault that are in memory and not in the record yet, then forget them."""
    new = released(session, vault)
    changes = act(session, new, _key(session)) if new else Changes()
    session.store.drop_shares(vault)
    return changes


def released(session: Session, vault: e.Id) -> list[e.NewEntry]:
    """The shares in memory as entries, in the order of their numbers."""
    known = {given.member for given in vault_at(session, vault).released}
    given = sorted(session.store.held(vault).values(), key=lambda given: given.i)
    return [e.NewEntry("vault.released", one, vault) for one in given if one.member not in known]


def open_vault(session: Session, vault: e.Id) -> Changes:
    """Open a vault for everybody with the shares in the record; SharesDoNotOpen if they do not give its key."""
    return act(session, [opening(session, vault)], _key(session))


def opening(session: Session, vault: e.Id, *more: e.NewEntry) -> e.NewEntry:
    """The act that opens a vault, from the shares in the record and those in `more`."""
    found = vault_at(session, vault)
    given = [*found.released, *(new.payload for new in more if isinstance(new.payload, e.VaultReleased))]
    return e.NewEntry("vault.opened", e.VaultOpened(z=session.store.secret_of(vault, found.t, given)), vault)


def decide_to_open_reporter(session: Session, own: OwnKey, paper: DecisionPaper, consents: list[e.Consent]) -> Changes:
    """Write the members' decision that the reporter's vault may be opened; the shares are released after it."""
    if paper.of is None or vault_at(session, paper.of).made.name != REPORTER:
        raise RefersToNothing
    return act(session, [carried(session, paper, consents)], own)


def vault_at(session: Session, vault: e.Id) -> Vault:
    """The vault that stands at this entry, or RefersToNothing."""
    found = session.case.vaults.get(vault)
    if found is None:
        raise RefersToNothing
    return found


def _key(session: Session) -> SittingKey:
    if session.key is None:
        raise WrongSigner
    return session.key
