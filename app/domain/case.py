"""The fold: entries in, case out; everything that is shown is a view of what this module returns.

A table holds the newest whole version of each object by its identity. See datamodel.md 3.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from app.domain import entries as e

Row = e.Payload | e.Erased
Table = Mapping[e.Id, Row]

_NO_ROWS: Final[Table] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Vault:
    """A vault of this case; `opened` once its secret is in the record.

    `shares` of which `t` open it stand at entry `dealt`: the vault itself, or the keeper's newest sharing.
    """

    made: e.VaultMade
    opened: bool = False
    dealt: e.Id = 0
    t: int = 0
    shares: tuple[e.Share, ...] = ()
    released: tuple[e.VaultReleased, ...] = ()

    def share_of(self, seat: str) -> e.Share | None:
        """The share of one seat, or None."""
        return next((share for share in self.shares if share.member == seat), None)


@dataclass(frozen=True, slots=True, repr=False)
class Round:
    """A blind round: `cast` names the entry of each member's ballot; `ballots` are filled once it is open."""

    opened: e.RoundOpened
    cast: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    ballots: Mapping[str, e.Ballot] = field(default_factory=lambda: MappingProxyType({}))
    excused: tuple[str, ...] = ()
    releasing: bool = False


@dataclass(frozen=True, slots=True)
class Sitting:
    """A sitting that is open: its first entry, whose it is, and the public key (base64) that signs in it."""

    seq: int
    actor: str
    key: str


@dataclass(frozen=True, slots=True, repr=False)
class Case:
    """What one reader can see of a case. Built only by `fold` and `step`."""

    created: e.CaseCreated | None = None
    described: e.CaseDescribed | None = None
    tables: Mapping[str, Table] = field(default_factory=lambda: MappingProxyType({}))
    members: Mapping[str, e.MemberEnrolled] = field(default_factory=lambda: MappingProxyType({}))
    vaults: Mapping[e.Id, Vault] = field(default_factory=lambda: MappingProxyType({}))
    holds: Mapping[e.Id, e.HoldPlaced] = field(default_factory=lambda: MappingProxyType({}))
    sitting: Sitting | None = None
    instrument: e.InstrumentChosen | None = None
    retired: Mapping[str, e.MemberEnrolled] = field(default_factory=lambda: MappingProxyType({}))
    rounds: Mapping[e.Id, Round] = field(default_factory=lambda: MappingProxyType({}))
    archived: e.CaseArchived | None = None
    lift_asked: Mapping[e.Id, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))

    def table(self, name: str) -> Table:
        """All objects of one table by identity, erased ones included, oldest first."""
        return self.tables.get(name, _NO_ROWS)

    def rows(self, kind: type[e.P]) -> dict[e.Id, e.P]:
        """The objects of one kind by identity, oldest first; erased ones are left out."""
        return {i: row for i, row in self.table(e.table_of(kind)).items() if isinstance(row, kind)}

    def vault_named(self, name: str) -> e.Id | None:
        """The newest vault of this name, or None."""
        return max((i for i, vault in self.vaults.items() if vault.made.name == name), default=None)

    @property
    def on_hold(self) -> bool:
        """True while a legal hold stands."""
        return bool(self.holds)

    @property
    def closed(self) -> bool:
        """True from the archive on, until the case is reopened."""
        return self.archived is not None


class NeedsRefold(Exception):
    """This entry changes what earlier ones mean: fold again from the start (undo, erasure, opened vault)."""


_REFOLD: Final = frozenset({"undo", "erasure", "vault.opened"})


def fold(log: Sequence[e.Entry]) -> Case:
    """The case that a log says, for whoever could read these payloads. Pure, from the start."""
    withdrawn = withdrawn_by(log)
    acc = _Accumulator(Case())
    for entry in log:
        if entry.seq not in withdrawn:
            _STEP[entry.type](acc, entry)
    return acc.freeze()


def step(case: Case, entries: Iterable[e.Entry]) -> Case:
    """The case after new entries at the end of its log; raises NeedsRefold where stepping cannot tell."""
    acc = _Accumulator(case)
    for entry in entries:
        if entry.type in _REFOLD:
            raise NeedsRefold
        _STEP[entry.type](acc, entry)
    return acc.freeze()


def withdrawn_by(log: Sequence[e.Entry]) -> frozenset[int]:
    """The entries that an effective undo withdraws; an undo may itself be withdrawn."""
    withdrawn: set[int] = set()
    for entry in reversed(log):
        if entry.type == "undo" and entry.seq not in withdrawn and entry.of is not None:
            withdrawn.add(entry.of)
    return frozenset(withdrawn)


class _Accumulator:
    """The private mutable state of a fold: copies a mapping the first time it writes to it."""

    def __init__(self, case: Case) -> None:
        self._tables: dict[str, Table] = dict(case.tables)
        self._owned: dict[str, dict[e.Id, Row]] = {}
        self.created = case.created
        self.described = case.described
        self.members = dict(case.members)
        self.vaults = dict(case.vaults)
        self.holds = dict(case.holds)
        self.sitting = case.sitting
        self.instrument = case.instrument
        self.retired = dict(case.retired)
        self.rounds = dict(case.rounds)
        self.archived = case.archived
        self.lift_asked = dict(case.lift_asked)

    def table(self, name: str) -> dict[e.Id, Row]:
        rows = self._owned.get(name)
        if rows is None:
            rows = self._owned[name] = dict(self._tables.get(name, _NO_ROWS))
            self._tables[name] = MappingProxyType(rows)
        return rows

    def freeze(self) -> Case:
        return Case(
            created=self.created,
            described=self.described,
            tables=MappingProxyType(self._tables),
            members=MappingProxyType(self.members),
            vaults=MappingProxyType(self.vaults),
            holds=MappingProxyType(self.holds),
            sitting=self.sitting,
            instrument=self.instrument,
            retired=MappingProxyType(self.retired),
            rounds=MappingProxyType(self.rounds),
            archived=self.archived,
            lift_asked=MappingProxyType(self.lift_asked),
        )


# --- one step per kind ----------------------------------------------------------------------------

_Step = Callable[[_Accumulator, e.Entry], None]


def _put(acc: _Accumulator, entry: e.Entry) -> None:
    rows = acc.table(entry.type.removesuffix(".put"))
    if not isinstance(entry.payload, e.Sealed):
        rows[entry.seq if entry.of is None else entry.of] = entry.payload


def _drop(acc: _Accumulator, entry: e.Entry) -> None:
    acc.table(entry.type.removesuffix(".drop")).pop(entry.of or 0, None)


def _nothing(_acc: _Accumulator, _entry: e.Entry) -> None:
    """Nothing: a blind `sealed`, an `undo` (counted already), an `erasure` (its effect is `Erased`), a paper."""


def _created(acc: _Accumulator, entry: e.Entry) -> None:
    if isinstance(entry.payload, e.CaseCreated):
        acc.created = entry.payload


def _described(acc: _Accumulator, entry: e.Entry) -> None:
    if isinstance(entry.payload, e.CaseDescribed):
        acc.described = entry.payload


def _instrument(acc: _Accumulator, entry: e.Entry) -> None:
    if isinstance(entry.payload, e.InstrumentChosen):
        acc.instrument = entry.payload


def _enrolled(acc: _Accumulator, entry: e.Entry) -> None:
    if isinstance(entry.payload, e.MemberEnrolled):
        acc.members[entry.payload.id] = entry.payload


def _retired(acc: _Accumulator, entry: e.Entry) -> None:
    if isinstance(entry.payload, e.MemberRetired) and entry.payload.seat in acc.members:
        acc.retired[entry.payload.seat] = acc.members.pop(entry.payload.seat)


def _sitting_opened(acc: _Accumulator, entry: e.Entry) -> None:
    if isinstance(entry.payload, e.SittingOpened):
        acc.sitting = Sitting(entry.seq, entry.actor, entry.payload.key)


def _sitting_closed(acc: _Accumulator, _entry: e.Entry) -> None:
    acc.sitting = None


def _vault_made(acc: _Accumulator, entry: e.Entry) -> None:
    made = entry.payload
    if isinstance(made, e.VaultMade):
        acc.vaults[entry.seq] = Vault(made, dealt=entry.seq, t=made.t, shares=made.shares)


def _vault_shared(acc: _Accumulator, entry: e.Entry) -> None:
    shared = entry.payload
    if isinstance(shared, e.VaultShared) and entry.of in acc.vaults:
        before = acc.vaults[entry.of]
        acc.vaults[entry.of] = replace(before, dealt=entry.seq, t=shared.t, shares=shared.shares, released=())


def _vault_released(acc: _Accumulator, entry: e.Entry) -> None:
    if isinstance(entry.payload, e.VaultReleased) and entry.of in acc.vaults:
        before = acc.vaults[entry.of]
        acc.vaults[entry.of] = replace(before, released=(*before.released, entry.payload))


def _vault_opened(acc: _Accumulator, entry: e.Entry) -> None:
    if entry.of in acc.vaults:
        acc.vaults[entry.of] = replace(acc.vaults[entry.of], opened=True)


def _round_opened(acc: _Accumulator, entry: e.Entry) -> None:
    if isinstance(entry.payload, e.RoundOpened):
        acc.rounds[entry.seq] = Round(entry.payload)


def _cast(acc: _Accumulator, entry: e.Entry) -> None:
    if entry.of not in acc.rounds:
        return
    before = acc.rounds[entry.of]
    ballots = dict(before.ballots)
    ballots.pop(entry.actor, None)
    if isinstance(entry.payload, e.Ballot):
        ballots[entry.actor] = entry.payload
    cast = {**before.cast, entry.actor: entry.seq}
    acc.rounds[entry.of] = replace(before, cast=MappingProxyType(cast), ballots=MappingProxyType(ballots))


def _excused(acc: _Accumulator, entry: e.Entry) -> None:
    if isinstance(entry.payload, e.Excused) and entry.of in acc.rounds:
        before = acc.rounds[entry.of]
        member = entry.payload.member
        ballots = {seat: ballot for seat, ballot in before.ballots.items() if seat != member}
        acc.rounds[entry.of] = replace(before, excused=(*before.excused, member), ballots=MappingProxyType(ballots))


def _round_released(acc: _Accumulator, entry: e.Entry) -> None:
    if entry.of in acc.rounds:
        acc.rounds[entry.of] = replace(acc.rounds[entry.of], releasing=True)


def _hold_placed(acc: _Accumulator, entry: e.Entry) -> None:
    if isinstance(entry.payload, e.HoldPlaced):
        acc.holds[entry.seq] = entry.payload


def _hold_lifted(acc: _Accumulator, entry: e.Entry) -> None:
    acc.holds.pop(entry.of or 0, None)
    acc.lift_asked.pop(entry.of or 0, None)


def _lift_asked(acc: _Accumulator, entry: e.Entry) -> None:
    if entry.of in acc.holds:
        acc.lift_asked[entry.of] = acc.lift_asked.get(entry.of, frozenset()) | {entry.actor}


def _archived(acc: _Accumulator, entry: e.Entry) -> None:
    if isinstance(entry.payload, e.CaseArchived):
        acc.archived = entry.payload


def _reopened(acc: _Accumulator, _entry: e.Entry) -> None:
    acc.archived = None


_STEP: Final[dict[str, _Step]] = {
    **{f"{name}.put": _put for name in e.TABLES},
    **{f"{name}.drop": _drop for name in e.TABLES},
    "sealed": _nothing,
    "undo": _nothing,
    "erasure": _nothing,
    "case.created": _created,
    "case.described": _described,
    "instrument.chosen": _instrument,
    "pdf.rendered": _nothing,
    "pdf.signed": _nothing,
    "member.enrolled": _enrolled,
    "member.retired": _retired,
    "decision": _nothing,
    "recovery.made": _nothing,
    "round.opened": _round_opened,
    "ballot.cast": _cast,
    "excused": _excused,
    "round.released": _round_released,
    "sitting.opened": _sitting_opened,
    "sitting.started": _nothing,
    "sitting.closed": _sitting_closed,
    "vault.made": _vault_made,
    "vault.shared": _vault_shared,
    "vault.released": _vault_released,
    "vault.opened": _vault_opened,
    "hold.placed": _hold_placed,
    "hold.lift_asked": _lift_asked,
    "hold.lifted": _hold_lifted,
    "case.archived": _archived,
    "case.reopened": _reopened,
    "destruction.decided": _nothing,
}
