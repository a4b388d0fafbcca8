"""Properties of the fold on random logs (datamodel.md 8)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import entries as e
from app.domain.case import Case, NeedsRefold, fold, step
from app.domain.erasure import contents_of
from app.domain.references import Reference
from app.domain.undo import redoable, undoable
from tests.logs import SITTING, RandomLog, event, random_logs, view


@given(random_logs())
def test_the_blind_fold_is_the_fold_of_the_log_without_its_sealed_entries(log: RandomLog) -> None:
    without = [entry for entry in log.entries if entry.seq not in log.sealed]
    assert view(fold(log.blind())) == view(fold(without))


@given(random_logs())
def test_an_undo_gives_the_case_as_if_the_pair_had_never_been_written(log: RandomLog) -> None:
    target = undoable(log.entries, "c1", SITTING)
    if target is None:
        target = log.add("event.put", event("last"))
    before = [entry for entry in log.entries if entry.seq != target]
    log.add("undo", e.Undo(), target)
    assert view(fold(log.entries)) == view(fold(before))


@given(random_logs())
def test_a_redo_gives_back_exactly_what_an_undo_took(log: RandomLog) -> None:
    log.add("event.put", event("last"))
    with_it = view(fold(log.entries))
    for verb in (undoable, redoable):
        target = verb(log.entries, "c1", SITTING)
        assert target is not None
        log.add("undo", e.Undo(), target)
    assert view(fold(log.entries)) == with_it


@given(random_logs())
def test_stepping_entry_by_entry_is_folding_from_the_start(log: RandomLog) -> None:
    case = Case()
    for n, entry in enumerate(log.entries):
        try:
            case = step(case, [entry])
        except NeedsRefold:
            case = fold(log.entries[: n + 1])
    assert view(case) == view(fold(log.entries))


@given(random_logs())
def test_a_step_leaves_the_case_before_it_as_it_was(log: RandomLog) -> None:
    case = fold(log.entries)
    before = view(case)
    step(case, [e.Entry(len(log.entries), "event.put", "", "c1", None, event("later"))])
    assert view(case) == before


@given(random_logs(), st.data())
def test_erasing_an_object_changes_only_that_object_and_revives_nothing(log: RandomLog, data: st.DataObject) -> None:
    log.add("event.put", event("one more"))
    target = Reference("event", data.draw(st.sampled_from(log.objects("event"))))
    before = fold(log.entries)
    gone = set(contents_of(log.entries, [target]))
    after = fold([entry._replace(payload=e.ERASED) if entry.seq in gone else entry for entry in log.entries])
    expected = {i: e.ERASED if i == target.id else row for i, row in before.table("event").items()}
    assert dict(after.table("event")) == expected
    assert after.described == before.described


@given(random_logs(), st.data())
def test_erasing_only_the_newest_version_never_brings_an_older_text_back(log: RandomLog, data: st.DataObject) -> None:
    first = log.add("event.put", event("old"))
    newest = log.add("event.put", event("new"), first)
    entries = [entry._replace(payload=e.ERASED) if entry.seq == newest else entry for entry in log.entries]
    assert fold(entries).table("event")[first] is e.ERASED
    assert data is not None


@given(random_logs())
def test_undo_is_offered_only_down_to_the_last_act(log: RandomLog) -> None:
    target = undoable(log.entries, "c1", SITTING)
    if target is not None:
        assert not any(e.is_act(entry.type) for entry in log.entries[target:])


@given(random_logs())
def test_nobody_may_undo_what_another_wrote(log: RandomLog) -> None:
    log.add("event.put", event("mine"))
    assert undoable(log.entries, "m1", SITTING) is None
    assert redoable(log.entries, "m1", SITTING) is None


@given(random_logs())
def test_every_undo_can_be_brought_back_in_turn(log: RandomLog) -> None:
    views = [view(fold(log.entries))]
    while (target := undoable(log.entries, "c1", SITTING)) is not None:
        log.add("undo", e.Undo(), target)
        views.append(view(fold(log.entries)))
    for expected in reversed(views[:-1]):
        target = redoable(log.entries, "c1", SITTING)
        assert target is not None
        log.add("undo", e.Undo(), target)
        assert view(fold(log.entries)) == expected


def test_stepping_over_an_undo_asks_for_a_fold() -> None:
    log = RandomLog()
    target = log.add("event.put", event("x"))
    with pytest.raises(NeedsRefold):
        step(fold(log.entries), [e.Entry(9, "undo", "", "c1", target, e.Undo())])
