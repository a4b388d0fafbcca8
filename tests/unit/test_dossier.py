"""A dossier comes in whole or not at all; each fault names its file, its line and what to do."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain import entries as e
from app.domain import errors
from app.domain.dossier import hidden, plan
from app.domain.references import Reference, references
from app.services.dossiers import import_dossier
from app.services.house import House
from app.storage import dossier_read
from tests.conftest import PASSPHRASE, SAMPLES

CASE01 = SAMPLES / "case01_cabinet_override_imaging"
CASE13 = SAMPLES / "case13_blood_sample_labelling"


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CASE01, tmp_path / "dossier"))


def replaced(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")

    return change


def appended(name: str, data: bytes) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        with (folder / name).open("ab") as stream:
            stream.write(data)

    return change


def written(name: str, data: bytes) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / name).write_bytes(data)

    return change


def removed(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


ROW = "E90,2017-12-26,,day,RN-1,ICU,action,x,S1,no,no,\n"
T, K, R, C = "timeline.csv", "knowledge.csv", "rules.csv", "case.toml"

FAULTS: list[tuple[str, Callable[[Path], None], type[errors.DossierFault], str, int]] = [
    ("missing file", removed(R), errors.DossierMissing, R, 0),
    ("missing case.toml", removed(C), errors.DossierMissing, C, 0),
    ("missing column", replaced(T, "start,end", "start"), errors.DossierColumns, T, 1),
    ("empty file", written(K, b""), errors.DossierColumns, K, 1),
    ("wrong encoding", appended(T, b"E90,\xff\xfe"), errors.DossierEncoding, T, 43),
    ("utf-16", written(T, "id,start".encode("utf-16")), errors.DossierEncoding, T, 1),
    ("unknown person", replaced(T, ",RN-2,ICU,decision", ",RN-7,ICU,decision"), errors.DossierUnknown, T, 14),
    ("unknown source", replaced(T, "S5;S8", "S5;S99"), errors.DossierUnknown, T, 5),
    ("unknown event", replaced(K, "E04,RN-1", "E94,RN-1"), errors.DossierUnknown, K, 5),
    ("unknown person in rules", replaced(R, "RN-1;RN-4", "RN-1;RN-44"), errors.DossierUnknown, R, 7),
    ("bad date", replaced(T, "2017-12-24,,day", "2017-12-32,,day"), errors.DossierDate, T, 6),
    ("american date", replaced(T, "2017-12-24,,day", "12/24/2017,,day"), errors.DossierDate, T, 6),
    ("date without clock but minute", replaced(T, "2017-12-24,,day", "2017-12-24,,minute"), errors.DossierDate, T, 6),
    ("time but unknown", replaced(T, "2017-12-24,,day", "2017-12-24,,unknown"), errors.DossierDate, T, 6),
    ("end before start", replaced(T, "2018-10-31,2018-11-08", "2018-10-31,2018-10-08"), errors.DossierSpan, T, 38),
    ("bad knowable_at", replaced(K, "2017-12-26T14:50", "half past two"), errors.DossierDate, K, 9),
    ("unknown precision", replaced(T, ",,hour,RT-1", ",,roughly,RT-1"), errors.DossierWord, T, 8),
    ("unknown word", replaced(K, "was told", "heard"), errors.DossierWord, K, 5),
    ("neither yes nor no", replaced(T, "S1;S2,yes,no", "S1;S2,maybe,no"), errors.DossierWord, T, 18),
    ("same id twice", appended(T, ROW.replace("E90", "E41").encode()), errors.DossierDuplicate, T, 43),
    ("too many cells", appended(T, ROW.replace("E90", "E90,x").encode()), errors.DossierCsv, T, 43),
    ("open quote", appended(T, b'E90,"2017'), errors.DossierCsv, T, 43),
    ("10 MB cell", appended(T, ROW.replace(",x,", f",{'x' * 10_000_000},").encode()), errors.DossierCellTooLong, T, 43),
    ("long cell", appended(T, ROW.replace(",x,", f",{'x' * 20_001},").encode()), errors.DossierCellTooLong, T, 43),
    (
        "100,000 rows",
        appended(T, b"".join(ROW.replace("E90", f"X{n}").encode() for n in range(100_000))),
        errors.DossierTooManyRows,
        T,
        20_002,
    ),
    ("huge file", appended(T, b"x" * 32_000_001), errors.DossierTooLarge, T, 0),
    ("NUL", appended(T, ROW.replace(",x,", ",a\0b,").encode()), errors.DossierCharacter, T, 43),
    ("escape", appended(T, ROW.replace(",x,", ",a\x1bb,").encode()), errors.DossierCharacter, T, 43),
    ("noncharacter", appended(T, ROW.replace(",x,", ",a\uffffb,").encode()), errors.DossierCharacter, T, 43),
    ("odd id", appended(T, ROW.replace("E90", "../E90").encode()), errors.DossierId, T, 43),
    ("broken TOML", replaced(C, "[[persons]]", "[[persons]"), errors.DossierToml, C, 11),
    ("other schema", replaced(C, "jc-dossier/1", "jc-dossier/9"), errors.DossierSchema, C, 1),
    ("unknown zone", replaced(C, "America/Chicago", "Chicago"), errors.DossierZone, C, 7),
    ("zone out of bounds", replaced(C, "America/Chicago", "../../etc/passwd"), errors.DossierZone, C, 7),
    ("missing field", replaced(C, 'title = "Sedative', 'titel = "Sedative'), errors.DossierFieldMissing, C, 1),
    ("unknown field", replaced(C, "notes = ", "note = "), errors.DossierFieldUnknown, C, 9),
    ("wrong kind", replaced(C, "under_review = true", 'under_review = "yes"'), errors.DossierFieldMissing, C, 17),
    ("person twice", replaced(C, 'code = "RN-2"', 'code = "RN-1"'), errors.DossierDuplicate, C, 21),
    ("dispute of nothing", replaced(C, 'events = ["E19"]', 'events = ["E99"]'), errors.DossierUnknown, C, 237),
    (
        "outcome without scale",
        replaced("outcome.toml", "severity_ncc", "severity_xcc"),
        errors.DossierFieldMissing,
        "",
        0,
    ),
    ("text not UTF-8", appended("narrative_raw.txt", b"\xff"), errors.DossierEncoding, "narrative_raw.txt", 12),
]


@pytest.mark.parametrize(("change", "kind", "file", "line"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS])
def test_a_faulty_dossier_is_refused_with_file_and_line_and_leaves_nothing(
    house: House,
    dossier: Path,
    tmp_path: Path,
    change: Callable[[Path], None],
    kind: type[errors.DossierFault],
    file: str,
    line: int,
) -> None:
    change(dossier)
    with pytest.raises(kind) as refused:
        bring(house, dossier, tmp_path / "R-1")
    assert type(refused.value) is kind
    if file:
        assert (refused.value.facts["file"], refused.value.facts["line"]) == (file, line)
    assert str(refused.value).endswith("Nothing was imported.")
    assert [path.name for path in tmp_path.iterdir()] == ["dossier"]


def bring(house: House, source: Path, place: Path) -> None:
    import_dossier(
        house.files, house.dossiers, house.clock, source=source, place=place, passphrase=PASSPHRASE, program="test"
    )


def test_a_link_in_place_of_a_file_is_refused(dossier: Path, tmp_path: Path) -> None:
    (dossier / T).unlink()
    (dossier / T).symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere").write_text("secret", "utf-8")
    with pytest.raises(errors.DossierUnreadable):
        dossier_read.read(dossier)


def test_windows_line_ends_and_a_byte_order_mark_are_read_the_same(dossier: Path) -> None:
    before = dossier_read.read(dossier)
    path = dossier / T
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert dossier_read.read(dossier).tables == before.tables


def test_letters_are_kept_in_one_normal_form(dossier: Path) -> None:
    appended(T, ROW.replace(",x,", ",cafe\u0301,").encode())(dossier)
    events = dossier_read.read(dossier).tables["event"].values()
    assert [event.text for event in events if isinstance(event, e.Event)][-1] == "caf\u00e9"


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(name=st.sampled_from([T, K, R, "factors.csv", C, "outcome.toml"]), data=st.data())
def test_any_bytes_in_place_of_any_file_are_read_or_refused(dossier: Path, name: str, data: st.DataObject) -> None:
    good = (SAMPLES / CASE01.name / name).read_bytes()
    at = data.draw(st.integers(0, len(good)))
    noise = data.draw(st.binary(max_size=12))
    (dossier / name).write_bytes(good[:at] + noise + good[at + len(noise) :])
    named = file_named_by_fault(dossier)
    (dossier / name).write_bytes(good)
    assert named is None or named == name or name in (C, T)


def file_named_by_fault(folder: Path) -> object:
    """The file that a refusal names, or None where the dossier is read."""
    try:
        dossier_read.read(folder)
    except errors.DossierFault as fault:
        return fault.facts["file"]
    return None


@pytest.mark.parametrize("source", [CASE01, CASE13], ids=lambda path: path.name[:6])
def test_nothing_in_the_clear_refers_to_anything_sealed(source: Path) -> None:
    entries = plan(dossier_read.read(source), first=10, vault=2)
    sealed = {n for n, entry in enumerate(entries, 10) if entry.vault is not None}
    for n, entry in enumerate(entries, 10):
        assert (entry.vault is not None) == (n in sealed)
        if entry.vault is None:
            assert entry.of is None
            assert not {reference.id for reference in references(entry.payload)} & sealed


@pytest.mark.parametrize("source", [CASE01, CASE13], ids=lambda path: path.name[:6])
def test_everything_that_reveals_the_outcome_is_sealed_and_stands_last(source: Path) -> None:
    dossier = dossier_read.read(source)
    entries = plan(dossier, first=10, vault=2)
    where = [entry.vault is not None for entry in entries]
    assert where == sorted(where)
    clear = [entry.payload for entry in entries if entry.vault is None]
    assert not any(getattr(row, "reveals_outcome", False) or getattr(row, "after_outcome", False) for row in clear)
    assert not any(isinstance(row, (e.Outcome, e.Document)) for row in clear)


def test_clear_places_do_not_count_sealed_events() -> None:
    entries = plan(dossier_read.read(CASE01), first=10, vault=2)
    places = [row.payload.place for row in entries if row.vault is None and isinstance(row.payload, e.Event)]
    assert places == [e.Place(n) for n in range(len(places))]


def test_a_time_of_learning_after_the_outcome_set_in_is_not_shown_in_the_clear() -> None:
    entries = plan(dossier_read.read(CASE01), first=10, vault=2)
    later = [row.payload for row in entries if row.vault is None and isinstance(row.payload, e.Knowledge)]
    assert max(row.at or "" for row in later) < "2017-12-26T15:29"


def test_what_refers_to_something_hidden_is_hidden_too() -> None:
    tables = dossier_read.read(CASE13).tables
    found = hidden(tables)
    rules = {i: row.label for i, row in tables["rule"].items() if isinstance(row, e.Rule)}
    assert {label for i, label in rules.items() if Reference("rule", i) in found} == {"R3"}
