"""The history of an object on random logs: it tells the fold, every undo and every erasure, and nothing else."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import asdict

from app.domain import entries as e
from app.domain.case import fold
from app.domain.erasure import contents_of
from app.domain.history import Deed, Version, differences, history
from app.domain.history_in_words import lines
from app.domain.references import Reference
from app.domain.undo import undoable
from tests.logs import SITTING, RandomLog, event, random_logs


def histories(log: RandomLog) -> dict[int, tuple[Version, ...]]:
    return {i: history(log.entries, Reference("event", i)) for i in log.objects("event")}


def standing(versions: tuple[Version, ...]) -> e.Payload | None:
    """What the history says the object is now."""
    counted = [version for version in versions if version.undone is None]
    return counted[-1].payload if counted else None


@given(random_logs())
def test_the_last_version_that_counts_is_what_the_case_shows(log: RandomLog) -> None:
    shown = fold(log.entries).table("event")
    for i, versions in histories(log).items():
        assert standing(versions) == shown.get(i)


@given(random_logs())
def test_every_entry_of_an_object_is_one_version_and_no_other_is(log: RandomLog) -> None:
    told = [version.seq for versions in histories(log).values() for version in versions]
    assert sorted(told) == [entry.seq for entry in log.entries if entry.type.startswith("event.")]


@given(random_logs())
def test_the_changes_of_each_version_lead_from_the_one_before_to_it(log: RandomLog) -> None:
    for versions in histories(log).values():
        fields: dict[str, object] = {}
        for version in versions:
            assert version.changes is not None
            after = {**fields, **{change.field: change.after for change in version.changes}}
            if version.payload is not None:
                blank = asdict(event(""))
                assert {**blank, **after} == asdict(version.payload)
            if version.undone is None:
                fields = after if version.payload is not None else {}


@given(random_logs())
def test_an_undone_version_names_the_undo_and_stays_in_the_list(log: RandomLog) -> None:
    first = log.add("event.put", event("one"))
    log.add("event.put", event("two"), first)
    target = undoable(log.entries, "c1", SITTING)
    assert target is not None
    undo = log.add("undo", e.Undo(), target)
    *_, last = history(log.entries, Reference("event", first))
    assert (last.undone, last.deed) == (undo, Deed.CHANGED)
    again = log.add("undo", e.Undo(), undo)
    *_, last = history(log.entries, Reference("event", first))
    assert last.undone is None
    assert again > undo


@given(random_logs(), st.data())
def test_an_erased_version_names_the_erasure_and_tells_nothing(log: RandomLog, data: st.DataObject) -> None:
    log.add("event.put", event("secret"))
    target = Reference("event", data.draw(st.sampled_from(log.objects("event"))))
    seqs = contents_of(log.entries, [target])
    erasure = log.add("erasure", e.Erasure(seqs=tuple(seqs), ground="g", decision="d"))
    left = [entry._replace(payload=e.ERASED) if entry.seq in seqs else entry for entry in log.entries]
    versions = history(left, target)
    assert all(version.erased == erasure and version.payload is None for version in versions)
    assert "secret" not in "\n".join(lines(versions))
    for other in set(log.objects("event")) - {target.id}:
        place = Reference("event", other)
        assert history(left, place) == history(log.entries, place)


@given(random_logs())
def test_whoever_cannot_open_the_vault_sees_no_history_of_what_is_in_it(log: RandomLog) -> None:
    for seq in log.sealed:
        assert history(log.blind(), Reference("event", seq)) == ()


@given(st.text(max_size=5), st.text(max_size=5))
def test_two_versions_differ_exactly_where_their_fields_do(one: str, two: str) -> None:
    changed = [change.field for change in differences(event(one), event(two))]
    assert changed == ([] if one == two else ["label", "text"])


def test_a_history_reads_as_lines() -> None:
    log = RandomLog()
    first = log.add("event.put", event("one"))
    log.add("event.put", event("two {braces} <b>"), first)
    log.add("event.drop", e.Drop(), first)
    log.add("event.put", event("three"), first)
    told = lines(history(log.entries, Reference("event", first)), person=lambda seat: f"seat {seat}")
    assert [line for line in told if not line.startswith(" ")] == [
        "4  2026-01-01T00:00:00Z  seat c1: added",
        "5  2026-01-01T00:00:00Z  seat c1: changed",
        "6  2026-01-01T00:00:00Z  seat c1: taken out",
        "7  2026-01-01T00:00:00Z  seat c1: brought back",
    ]
    assert "    text: one → two {braces} <b>" in told
