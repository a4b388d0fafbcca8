"""A dossier goes into a case, comes out, and goes in again: the same fold, open and blind."""

from pathlib import Path

import msgspec
import pytest

from app.domain import entries as e
from app.domain.timeline import in_place, in_time
from app.services.cases import open_to_read
from app.services.dossiers import export_dossier, import_dossier
from app.services.house import House
from app.services.session import Session
from tests.conftest import PASSPHRASE, SAMPLES

DOSSIERS = sorted(path for path in SAMPLES.iterdir() if path.is_dir())


def bring(house: House, source: Path, place: Path) -> Path:
    import_dossier(
        house.files, house.dossiers, house.clock, source=source, place=place, passphrase=PASSPHRASE, program="test"
    )
    return place.with_name(place.name + ".evenhand")


def reading(house: House, folder: Path, *, blind: bool = False) -> Session:
    return open_to_read(house.files, house.clock, folder, PASSPHRASE, blind=blind)


def plain(session: Session) -> dict[str, list[object]]:
    """Every table of a fold; the random keys of sealed documents and what depends on them left out."""
    tables: dict[str, list[object]] = {}
    for name, rows in session.case.tables.items():
        for i, row in rows.items():
            assert isinstance(row, e.Payload)
            if isinstance(row, e.Document):
                row = msgspec.structs.replace(row, key=None, chunks=())
            tables.setdefault(name, []).append((i, e.to_plain(row)))
    return tables


@pytest.mark.parametrize("source", DOSSIERS, ids=lambda path: path.name[:6])
def test_import_export_import_gives_the_same_fold_to_the_keeper(house: House, source: Path, tmp_path: Path) -> None:
    first = reading(house, bring(house, source, tmp_path / "A-1"))
    export_dossier(first, house.dossiers, tmp_path / "out")
    second = reading(house, bring(house, tmp_path / "out", tmp_path / "A-2"))
    assert plain(first) == plain(second)
    assert first.case.described == second.case.described
    documents = first.case.rows(e.Document)
    assert [first.store.document(i) for i in documents] == [second.store.document(i) for i in documents]
    for session in (first, second):
        session.store.close()


@pytest.mark.parametrize("source", DOSSIERS, ids=lambda path: path.name[:6])
def test_what_comes_out_is_the_dossier_that_went_in(house: House, source: Path, tmp_path: Path) -> None:
    session = reading(house, bring(house, source, tmp_path / "A-1"))
    export_dossier(session, house.dossiers, tmp_path / "out")
    for name in ("timeline.csv", "factors.csv", "rules.csv", "narrative_raw.txt", "narrative_neutral.txt"):
        before, after = ((folder / name).read_text("utf-8").splitlines() for folder in (source, tmp_path / "out"))
        assert sorted(before) == sorted(after), name
    assert before == after
    session.store.close()


@pytest.mark.parametrize("source", DOSSIERS, ids=lambda path: path.name[:6])
def test_the_blind_reader_sees_no_word_that_only_the_sealed_part_holds(
    house: House, source: Path, tmp_path: Path
) -> None:
    folder = bring(house, source, tmp_path / "A-1")
    seen = reading(house, folder)
    seen_text = _text(seen)
    seen.store.close()
    blind = reading(house, folder, blind=True)
    blind_text = _text(blind)
    hidden = [text for text in seen_text if text not in blind_text]
    assert len(hidden) > 10
    assert not any(text in "\n".join(blind_text) for text in hidden if len(text) > 25)
    assert not blind.case.rows(e.Outcome)
    export_dossier(blind, house.dossiers, tmp_path / "blind")
    assert sorted(path.name for path in (tmp_path / "blind").iterdir()) == [
        "case.toml",
        "factors.csv",
        "knowledge.csv",
        "rules.csv",
        "timeline.csv",
    ]
    blind.store.close()


def _text(session: Session) -> set[str]:
    rows = [row for table in session.case.tables.values() for row in table.values() if isinstance(row, e.Payload)]
    return {str(value) for row in rows for value in e.to_plain(row).values() if isinstance(value, str) and value}


@pytest.mark.parametrize("source", DOSSIERS, ids=lambda path: path.name[:6])
def test_the_record_keeps_the_order_of_the_dossier_and_time_moves_forward(
    house: House, source: Path, tmp_path: Path
) -> None:
    session = reading(house, bring(house, source, tmp_path / "A-1"))
    events = session.case.rows(e.Event)
    written = [line.split(",")[0] for line in (source / "timeline.csv").read_text("utf-8").splitlines()[1:]]
    assert [events[i].label for i in in_place(events)] == written
    starts = [start if "T" in start else f"{start}T00:00" for i in in_time(events) if (start := events[i].when.start)]
    assert starts == sorted(starts)
    session.store.close()
