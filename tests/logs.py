"""Random logs of entries, and views of a case as bytes, for properties of the fold."""

from dataclasses import dataclass, field

import msgspec
from hypothesis import strategies as st
from msgspec.structs import replace

from app.domain import entries as e
from app.domain.case import Case
from app.domain.times import When
from app.domain.undo import redoable, undoable

VAULT = 2
SITTING = 3


def opening() -> list[e.Entry]:
    """The entries every case begins with: created, its manager, a vault, a sitting."""
    keys = e.PublicKeys(kem="", sig="", pdf="")
    member = e.MemberEnrolled(id="c1", name="", role="case manager", keys=keys, proof="")
    return [
        _entry(0, "case.created", e.CaseCreated(reference="R-1", program="0")),
        _entry(1, "member.enrolled", member),
        _entry(VAULT, "vault.made", e.VaultMade(name="outcome", t=0, key="")),
        _entry(SITTING, "sitting.opened", e.SittingOpened(key="k")),
    ]


def _entry(seq: int, kind: str, payload: e.Payload, of: int | None = None) -> e.Entry:
    return e.Entry(seq, kind, "2026-01-01T00:00:00Z", "c1", of, payload)


@dataclass
class RandomLog:
    """A log that only ever does what a person may do; `sealed` are the entries that lie in the vault."""

    entries: list[e.Entry] = field(default_factory=opening)
    sealed: set[int] = field(default_factory=set)

    def add(self, kind: str, payload: e.Payload, of: int | None = None, *, sealed: bool = False) -> int:
        """One more entry at the end."""
        seq = len(self.entries)
        self.entries.append(_entry(seq, kind, payload, of))
        if sealed:
            self.sealed.add(seq)
        return seq

    def objects(self, kind: str) -> list[int]:
        """First entries of a kind of object."""
        return [entry.seq for entry in self.entries if entry.type == f"{kind}.put" and entry.of is None]

    def blind(self) -> list[e.Entry]:
        """The log as a reader without the vault's key gets it."""
        body = e.SealedBody(vault=VAULT, ct="x")
        return [
            entry._replace(type="sealed", of=None, payload=body) if entry.seq in self.sealed else entry
            for entry in self.entries
        ]


def event(text: str, actor: int | None = None) -> e.Event:
    """A small event."""
    return e.Event(label=text, when=When(), place=e.Place(0), actor=actor, lane="", nature="action", text=text)


@st.composite
def random_logs(draw: st.DrawFn, most: int = 25) -> RandomLog:
    """A log of additions, changes, drops, undos, redos, acts and sealed objects."""
    log = RandomLog()
    for n in range(draw(st.integers(0, most))):
        verb = draw(st.sampled_from(["put", "put", "change", "drop", "undo", "redo", "act", "seal"]))
        _one(draw, log, verb, f"t{n}")
    return log


def _one(draw: st.DrawFn, log: RandomLog, verb: str, text: str) -> None:
    events = [seq for seq in log.objects("event") if seq not in log.sealed]
    if verb == "put":
        log.add("event.put", event(text))
    elif verb == "seal":
        log.add("event.put", event(text), sealed=True)
    elif verb == "act":
        log.add("case.described", e.CaseDescribed(title=text, setting="", zone="UTC", question=""))
    elif verb in ("undo", "redo"):
        target = (undoable if verb == "undo" else redoable)(log.entries, "c1", SITTING)
        if target is not None:
            log.add("undo", e.Undo(), target)
    elif events:
        of = draw(st.sampled_from(events))
        log.add(f"event.{'put' if verb == 'change' else 'drop'}", event(text) if verb == "change" else e.Drop(), of)


def view(case: Case) -> bytes:
    """Everything of a case as bytes: what any page could show."""
    tables = {name: [(i, _plain(row)) for i, row in rows.items()] for name, rows in case.tables.items() if rows}
    rest = (case.created, case.described, dict(case.members), case.sitting, list(case.holds), list(case.vaults))
    return msgspec.json.encode((sorted(tables.items()), repr(rest)))


def _plain(row: e.Payload | e.Erased) -> object:
    return "erased" if isinstance(row, e.Erased) else e.to_plain(row)


def renamed(payload: e.Event, text: str) -> e.Event:
    """The same event with another text."""
    return replace(payload, text=text)
