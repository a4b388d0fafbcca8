"""Makes the real case that is kept for a released format: `python -m tests.files.make`, once for each release.

Never made again for a format that was released: the point is that the old bytes open for ever.
"""

import json
from collections.abc import Sequence
from pathlib import Path

from app import __version__, bootstrap
from app.domain import entries as e
from app.domain.case import Case
from app.domain.drafts import DraftKey
from app.domain.references import Reference
from app.services import drafts, panel, record
from app.services.cases import begin_sitting, create_case, session_with_vaults
from app.storage.crypto import FLOOR
from app.storage.database import FORMAT
from tests.logs import event

HERE = Path(__file__).parent
MANAGER = "copper lantern orbit walnut thimble ridge"
MEMBER = "violet anchor seven marble kettle drift"


class FixedClock:
    """A clock that goes on by one minute at each look, so that the file says nothing of when it was made."""

    def __init__(self) -> None:
        self._minutes = 0

    def now(self) -> str:
        """The next minute."""
        self._minutes += 1
        return f"2026-01-01T{self._minutes // 60:02d}:{self._minutes % 60:02d}:00Z"


def first(seq: int, vault: e.Id) -> Sequence[e.NewEntry]:
    """One object of every kind, in the clear and sealed."""
    person, source, one = seq + 1, seq + 2, seq + 3
    outcome = e.Outcome(
        ahrq="x", ncc_merp="I", ncc_merp_applicable=True, reached_patient=True, description="how it ended"
    )
    return [
        e.NewEntry("case.described", e.CaseDescribed(title="T", setting="S", zone="UTC", question="Q")),
        e.put(e.Person(code="RN-1", role="Nurse")),
        e.put(e.Source(label="S1", title="Report")),
        e.put(event("the clear one", actor=person)),
        e.put(event("the sealed one"), vault=vault),
        e.put(e.Dispute(label="D1", topic="when", events=(one,), versions=("a", "b"))),
        e.put(e.Knowledge(event=one, person=person, at="2026-01-01T10:00", how="saw it")),
        e.put(e.Rule(label="R1", text="rule", applies_to=(person,), sources=(source,))),
        e.put(e.Factor(label="F1", framework="SEIPS", category="tools", text="factor", events=(one,))),
        e.put(e.Act(label="A1", event=one, person=person, wording="did")),
        e.put(e.Answer(act=seq + 9, question="q1", answer="yes", reason="because", events=(one,))),
        e.put(outcome, vault=vault),
        e.put(e.Document(title="paper", nature="note", media_type="text/plain"))._replace(data=b"bytes " * 200),
        e.put(e.Document(title="sealed", nature="note", media_type="text/plain"), vault=vault)._replace(data=b"x" * 99),
    ]


def make(place: Path) -> dict[str, object]:
    """A case with every act that has a verb; what it must read as for ever."""
    house, clock = bootstrap.real(cost=FLOOR), FixedClock()
    create_case(house.files, clock, place / "R-1", MANAGER, program=__version__, first=first, name="Case Manager")
    opened = house.files.open(place / "R-1.evenhand", MANAGER, read_only=False)
    session, own = session_with_vaults(opened, clock, blind=False), opened.own
    begin_sitting(session, own)
    member = panel.enrol(session, own, name="A Member", role="member", passphrase=MEMBER)
    record.put(session, event("undone"))
    record.undo(session)
    record.put(session, event("erased"))
    erased = Reference("event", session.store.next_seq - 1)
    record.put(session, event("erased too"), erased.id)
    record.erase(session, own, [erased], ground="g", decision="d")
    record.place_hold(session, own, "litigation")
    hold = session.store.next_seq - 1
    record.ask_to_lift_hold(session, own, hold, "settled")
    record.lift_hold(session, member, hold, "settled")
    drafts.keep_draft(session, DraftKey("c1", "event/new/text"), "half a senten")
    found = {"head": session.store.head, "entries": session.store.next_seq, "case": told(session.case)}
    session.store.close()
    return found


def told(case: Case) -> dict[str, object]:
    """What a case says, without the shape in which today's program holds it."""
    return {
        "tables": {
            name: {str(i): "erased" if isinstance(row, e.Erased) else e.to_plain(row) for i, row in rows.items()}
            for name, rows in case.tables.items()
        },
        "members": {seat: [member.name, member.role, member.keys.sig] for seat, member in case.members.items()},
        "described": None if case.described is None else e.to_plain(case.described),
        "vaults": [vault.made.name for vault in case.vaults.values()],
        "holds": list(case.holds),
    }


if __name__ == "__main__":
    folder = HERE / f"format-{FORMAT}"
    folder.mkdir()
    (folder / "expected.json").write_text(json.dumps(make(folder), indent=1) + "\n", encoding="utf-8")
