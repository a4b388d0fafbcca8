"""Order rules of vaults and rounds: who casts until when, who releases from when, what opens after what."""

from dataclasses import dataclass, field
from typing import Final

from app.domain import decisions, shares
from app.domain import entries as e
from app.domain.order_of_people import PeopleRules
from app.domain.roster import manages
from app.domain.words import QT_TRANSLATE_NOOP

OUTCOME: Final = "outcome"
NAMES: Final = "names"
REPORTER: Final = "reporter"
ROUND: Final = "round"
NAMED: Final = frozenset({OUTCOME, NAMES, REPORTER, ROUND})
WITHOUT_KEEPER: Final = frozenset({REPORTER, ROUND})

FROZEN: Final = frozenset(
    f"{table}.{verb}"
    for table in ("person", "source", "document", "event", "dispute", "knowledge", "rule", "act")
    for verb in ("put", "drop")
) | {"instrument.chosen", "erasure", "member.enrolled", "member.retired"}
"""What may not change while a round runs: facts, knowledge, rules, acts, the questions, and who casts (rule 5)."""

STEP: Final = 1024
"""Ballots are padded to a whole number of steps of this many bytes."""

_OVERHEAD: Final = 32 + 16
"""What sealing adds to a body: the encapsulated key and the tag."""


def sealed_length(size: int) -> int:
    """The characters (base64) of a sealed body of so many bytes."""
    return -(-(size + _OVERHEAD) // 3) * 4


@dataclass(slots=True)
class _Vault:
    name: str
    keeper: bool
    t: int
    holders: dict[str, int]
    dealt: int
    released: set[str] = field(default_factory=set)
    opened: bool = False
    decided: bool = False
    round: int | None = None


@dataclass(slots=True)
class RoundState:
    """One round at one place of a log. `void` rounds are never opened; `over` ones were."""

    vault: int
    members: tuple[str, ...]
    size: int
    cast: dict[str, int] = field(default_factory=dict)
    excused: set[str] = field(default_factory=set)
    releasing: bool = False
    over: bool = False
    void: bool = False

    @property
    def running(self) -> bool:
        """True while it can still come to an end."""
        return not self.over and not self.void

    @property
    def awaited(self) -> list[str]:
        """Members who have neither cast nor been excused."""
        return [member for member in self.members if member not in self.cast and member not in self.excused]


class VaultRules:
    """Vaults and rounds at one place of a log."""

    def __init__(self, people: PeopleRules) -> None:
        self._people = people
        self._vaults: dict[int, _Vault] = {}
        self.rounds: dict[int, RoundState] = {}

    def running(self) -> RoundState | None:
        """The round that is running, if one is."""
        return next((found for found in self.rounds.values() if found.running), None)

    def changed(self, kind: str) -> None:
        """Something of this kind was written: what a round judges must not change under it, so the round is void."""
        if kind in FROZEN:
            for found in self.rounds.values():
                if found.running:
                    found.void = True

    # --- what is wrong ----------------------------------------------------------------------------

    def fault(self, actor: str, of: int | None, payload: object, kind: str) -> str | None:
        """What is wrong with an act about vaults or rounds at this place."""
        match payload:
            case e.VaultMade():
                return self._made(payload)
            case e.VaultShared():
                return self._shared(actor, of, payload)
            case e.VaultReleased():
                return self._released(of, payload)
            case e.VaultOpened():
                return self._opened(of)
            case e.RoundOpened():
                return self._round_opened(actor, payload)
            case e.Excused():
                return self._excused(of, payload)
            case e.RoundReleased():
                return self._round_released(actor, of)
            case e.Decision():
                return self._decision(of, payload)
            case _:
                return self._cast(actor, of, payload) if kind == "ballot.cast" else None

    def _made(self, made: e.VaultMade) -> str | None:
        if made.name not in NAMED:
            return QT_TRANSLATE_NOOP("order", "makes a vault for nothing that has one")
        if (made.keeper is not None) == (made.name in WITHOUT_KEEPER):
            return QT_TRANSLATE_NOOP("order", "has a keeper where there must be none, or none where there must be one")
        if not made.shares:
            return (
                None
                if made.keeper is not None and made.t == 0
                else QT_TRANSLATE_NOOP("order", "makes a vault that nobody can open")
            )
        return shares.fault(made.t, made.shares, self._people.seats)

    def _shared(self, actor: str, of: int | None, shared: e.VaultShared) -> str | None:
        vault = self._vault(of)
        if vault is None or not vault.keeper or vault.opened:
            return QT_TRANSLATE_NOOP("order", "shares a vault that has no keeper, or is open")
        if not manages(actor):
            return QT_TRANSLATE_NOOP("order", "is the case manager's to do")
        return shares.fault(shared.t, shared.shares, self._people.seats)

    def _released(self, of: int | None, given: e.VaultReleased) -> str | None:
        vault = self._vault(of)
        if vault is None or vault.opened:
            return QT_TRANSLATE_NOOP("order", "releases a share of a vault that is not there, or is open")
        if given.dealt != vault.dealt or vault.holders.get(given.member) != given.i:
            return QT_TRANSLATE_NOOP("order", "releases a share that this member does not hold")
        if not self._people.in_force(given.member):
            return QT_TRANSLATE_NOOP("order", "releases a share of somebody who is not on the roster")
        if given.member in vault.released:
            return QT_TRANSLATE_NOOP("order", "releases a share a second time")
        return self._too_early(vault, given.member)

    def _too_early(self, vault: _Vault, member: str) -> str | None:
        """A share is released only when nothing that must stay secret depends on it any more (rules 3 and 7)."""
        if vault.name == ROUND:
            found = self.rounds.get(-1 if vault.round is None else vault.round)
            if found is None or found.void:
                return QT_TRANSLATE_NOOP("order", "releases a share of a round that is void, or was never opened")
            if member in found.excused:
                return QT_TRANSLATE_NOOP("order", "releases a share of a member who was excused")
            return None if found.releasing else QT_TRANSLATE_NOOP("order", "releases a share before everybody has cast")
        if self.running() is not None:
            return QT_TRANSLATE_NOOP("order", "releases a share while a blind round is running")
        if vault.name == REPORTER and not vault.decided:
            return QT_TRANSLATE_NOOP(
                "order", "releases a share of the reporter's vault without a decision of the members"
            )
        return None

    def _opened(self, of: int | None) -> str | None:
        vault = self._vault(of)
        if vault is None or vault.opened:
            return QT_TRANSLATE_NOOP("order", "opens a vault that is not there, or is open")
        if vault.t < 1 or len(vault.released) < vault.t:
            return QT_TRANSLATE_NOOP("order", "opens a vault before enough members have released their shares")
        return self._too_early(vault, "")

    def _round_opened(self, actor: str, opened: e.RoundOpened) -> str | None:
        vault = self._vaults.get(opened.vault)
        if not manages(actor):
            return QT_TRANSLATE_NOOP("order", "is the case manager's to do")
        if self.running() is not None:
            return QT_TRANSLATE_NOOP("order", "opens a round while another is running")
        if vault is None or vault.name != ROUND or vault.round is not None:
            return QT_TRANSLATE_NOOP("order", "has no vault of its own")
        same = list(opened.members) == list(vault.holders) == shares.holders(self._people.seats)
        if not same:
            return QT_TRANSLATE_NOOP("order", "is for others than the members who hold its shares")
        return (
            None
            if opened.size > 0 and opened.size % STEP == 0
            else QT_TRANSLATE_NOOP("order", "states no size for its ballots")
        )

    def _cast(self, actor: str, of: int | None, payload: object) -> str | None:
        found = self._round(of)
        if found is None or not found.running:
            return QT_TRANSLATE_NOOP("order", "is cast in a round that is over, void, or was never opened")
        if found.releasing:
            return QT_TRANSLATE_NOOP("order", "is cast after the releasing began")
        if actor not in found.members or actor in found.excused:
            return QT_TRANSLATE_NOOP("order", "is cast by somebody who does not vote in this round")
        if isinstance(payload, e.SealedBody):
            if payload.vault != found.vault:
                return QT_TRANSLATE_NOOP("order", "is sealed into another vault than its round's")
            if len(payload.ct) != sealed_length(found.size):
                return QT_TRANSLATE_NOOP("order", "has another length than the ballots of its round")
        return None

    def _excused(self, of: int | None, excused: e.Excused) -> str | None:
        found = self._round(of)
        decision = self._people.decided(excused.decision)
        if found is None or not found.running or found.releasing:
            return QT_TRANSLATE_NOOP("order", "excuses somebody from a round in which nobody casts now")
        if decision is None or decision[0].what != decisions.EXCUSE:
            return QT_TRANSLATE_NOOP("order", "follows from no decision, or from one carried out already")
        same = decision[0].seat == excused.member and decision[1] == of
        if not same or excused.member not in found.members or excused.member in found.excused:
            return QT_TRANSLATE_NOOP("order", "is not what was decided")
        return None

    def _round_released(self, actor: str, of: int | None) -> str | None:
        found = self._round(of)
        if found is None or not found.running or found.releasing:
            return QT_TRANSLATE_NOOP("order", "releases a round that is over, void, or was never opened")
        if found.awaited:
            return QT_TRANSLATE_NOOP("order", "releases a round before everybody has cast")
        if actor not in found.members or actor in found.excused:
            return QT_TRANSLATE_NOOP("order", "is not done by a member of the round")
        return None

    def _decision(self, of: int | None, decision: e.Decision) -> str | None:
        if decision.what == decisions.OPEN:
            vault = self._vault(of)
            if vault is None or vault.name != REPORTER or vault.decided or vault.opened:
                return QT_TRANSLATE_NOOP("order", "decides what cannot be decided")
        if decision.what == decisions.EXCUSE and self._round(of) is None:
            return QT_TRANSLATE_NOOP("order", "decides what cannot be decided")
        return None

    # --- what it changes --------------------------------------------------------------------------

    def note(self, seq: int, actor: str, of: int | None, payload: object, kind: str) -> None:
        """Take the effect of a good act."""
        match payload:
            case e.VaultMade():
                holders = {share.member: share.i for share in payload.shares}
                self._vaults[seq] = _Vault(payload.name, payload.keeper is not None, payload.t, holders, seq)
            case e.VaultShared():
                vault = self._vaults[of or 0]
                vault.t, vault.dealt, vault.released = payload.t, seq, set()
                vault.holders = {share.member: share.i for share in payload.shares}
            case e.VaultReleased():
                self._vaults[of or 0].released.add(payload.member)
            case e.VaultOpened():
                self._note_opened(of or 0)
            case e.RoundOpened():
                self.rounds[seq] = RoundState(payload.vault, payload.members, payload.size)
                self._vaults[payload.vault].round = seq
            case e.Excused():
                self._note_excused(of or 0, payload)
            case e.RoundReleased():
                self.rounds[of or 0].releasing = True
            case e.Decision() if payload.what == decisions.OPEN:
                self._vaults[of or 0].decided = True
                self._people.carried_out(seq)
            case _:
                if kind == "ballot.cast":
                    self.rounds[of or 0].cast[actor] = seq

    def _note_opened(self, of: int) -> None:
        vault = self._vaults[of]
        vault.opened = True
        if vault.round is not None:
            self.rounds[vault.round].over = True

    def _note_excused(self, of: int, excused: e.Excused) -> None:
        """A round that can no longer gather its shares starts again."""
        found = self.rounds[of]
        found.excused.add(excused.member)
        self._people.carried_out(excused.decision)
        left = len(found.members) - len(found.excused)
        if left < self._vaults[found.vault].t:
            found.void = True

    def _vault(self, of: int | None) -> _Vault | None:
        return None if of is None else self._vaults.get(of)

    def _round(self, of: int | None) -> RoundState | None:
        return None if of is None else self.rounds.get(of)
