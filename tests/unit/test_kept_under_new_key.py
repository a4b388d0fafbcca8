"""Drafts, backups, archives and the one writer, when the case goes under another key meanwhile."""

import shutil
from pathlib import Path

import pytest

from app.domain import entries as e
from app.domain.drafts import DraftKey
from app.domain.errors import CaseInUse
from app.services import drafts, keeping
from app.services.cases import open_case, open_to_read
from app.services.house import House
from app.services.panel import remove_member
from app.storage import new_key
from tests import cases
from tests.conftest import PASSPHRASE
from tests.logs import event

TEXT = DraftKey("c1", "event/new/text")


@pytest.fixture(scope="module")
def sound(house: House, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cases.make(house, tmp_path_factory.mktemp("sound") / "R-1")


@pytest.fixture
def folder(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "R-1.evenhand"))


def removed(panel: cases.Panel) -> None:
    paper, consents = panel.decide("remove", ["m1", "m3"], seat="m2")
    remove_member(panel.session, panel.manager, paper, consents)


def test_drafts_are_kept_and_written_on_under_the_new_key(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        drafts.keep_draft(panel.session, TEXT, "half a senten")
        removed(panel)
        assert drafts.kept_draft(panel.session, TEXT) == "half a senten"
        drafts.keep_draft(panel.session, TEXT, "half a sentence")
    session = open_to_read(house.files, house.clock, folder, PASSPHRASE)
    assert drafts.kept_draft(session, TEXT) == "half a sentence"
    session.store.close()


def test_a_backup_made_after_the_change_is_under_the_new_key(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        keeping.back_up(panel.session)
        removed(panel)
        keeping.back_up(panel.session)
    assert [backup.sound for backup in keeping.backups(house.files, folder, PASSPHRASE)] == [True, True]
    assert [backup.opens for backup in keeping.backups(house.files, folder, cases.phrase(2))] == [False, False]


def test_nobody_else_can_write_while_the_key_changes_or_after(
    house: House, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused: list[bool] = []
    real = new_key.settle

    def settling(*args: object) -> None:
        if not refused:
            refused.append(is_refused(house, folder))
        real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(new_key, "settle", settling)
    with cases.panel(house, folder) as panel:
        refused.clear()
        removed(panel)
        refused.append(is_refused(house, folder))
    assert refused == [True, True]
    open_case(house.files, house.clock, folder, PASSPHRASE).store.close()


def is_refused(house: House, folder: Path) -> bool:
    try:
        open_case(house.files, house.clock, folder, PASSPHRASE).store.close()
    except CaseInUse:
        return True
    return False


def test_what_a_backup_replaces_right_after_a_change_of_key_still_opens(
    house: House, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with cases.panel(house, folder) as panel:
        monkeypatch.setattr(new_key, "settle", lambda *_: None)
        removed(panel)
        name = keeping.back_up(panel.session)
        cases_put(panel, "after the backup")
    monkeypatch.undo()
    assert cases.beside(folder) == ["case.db.next"]
    kept = keeping.restore(house.files, house.clock, folder, name, PASSPHRASE)
    for place, later in ((folder, False), (folder / kept, True)):
        session = open_to_read(house.files, house.clock, place, PASSPHRASE)
        assert ("after the backup" in [row.text for row in session.case.rows(e.Event).values()]) is later
        session.store.close()
        assert house.verifier.case(place, PASSPHRASE, None).sound


def cases_put(panel: cases.Panel, text: str) -> None:
    assert panel.session.key is not None
    panel.session.commit([e.put(event(text))], panel.session.key)
