"""What is being typed rests within a second, comes back after anything, and a ballot's draft is its owner's alone."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.drafts import REST_WITHIN_S, DraftKey, field_of, is_private
from app.domain.errors import DraftNotYours, RefersToNothing, WrongSigner
from app.domain.references import Reference
from app.services import drafts, record
from app.services.cases import close_case, open_to_read
from app.services.drafts import Resting
from app.services.house import House
from app.services.panel import enrol
from app.storage.drafts import OwnPen
from app.storage.identity import Identity
from tests import cases
from tests.conftest import PASSPHRASE
from tests.logs import event

TEXT = DraftKey("c1", "event/new/text")
BALLOT = DraftKey("m1", "ballot/12/reason")
MEMBER = "violet anchor seven marble kettle drift"


@pytest.fixture(scope="module")
def sound(house: House, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cases.make(house, tmp_path_factory.mktemp("sound") / "R-1")


@pytest.fixture
def folder(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "R-1.evenhand"))


def stored(folder: Path) -> list[tuple[str, str, bytes]]:
    """Every draft row as somebody with the case key sees it."""
    with cases.raw_again(folder) as database:
        return [tuple(row) for row in database.execute("SELECT owner, field, bytes FROM draft ORDER BY field")]


@pytest.mark.parametrize("text", ["half a senten", "ä 🙂 \ud800 \0 \u202e", "x" * 100_000])
def test_a_draft_is_there_again_after_closing_without_a_word(house: House, folder: Path, text: str) -> None:
    with cases.opened(house, folder) as session:
        drafts.keep_draft(session, TEXT, "first")
        drafts.keep_draft(session, TEXT, text)
    session = open_to_read(house.files, house.clock, folder, PASSPHRASE)
    assert drafts.drafts_of(session, "c1") == [TEXT]
    assert drafts.kept_draft(session, TEXT) == text
    session.store.close()


def test_a_draft_goes_in_the_commit_that_makes_it_an_entry(house: House, folder: Path) -> None:
    with cases.opened(house, folder) as session:
        drafts.keep_draft(session, TEXT, "words")
        drafts.keep_draft(session, DraftKey("c1", "event/new/notes"), "others")
        record.put(session, event("words"), settled=[TEXT])
        assert drafts.drafts_of(session, "c1") == [DraftKey("c1", "event/new/notes")]
    assert b"words" not in b"".join(data for _, _, data in stored(folder))


def test_a_commit_that_fails_keeps_the_draft(house: House, folder: Path) -> None:
    with cases.opened(house, folder) as session:
        drafts.keep_draft(session, TEXT, "words")
        with pytest.raises(RefersToNothing):
            record.put(session, event("words", actor=999), settled=[TEXT])
        assert drafts.kept_draft(session, TEXT) == "words"


def test_an_emptied_field_leaves_no_draft(house: House, folder: Path) -> None:
    with cases.opened(house, folder) as session:
        drafts.keep_draft(session, TEXT, "words")
        drafts.keep_draft(session, TEXT, "")
        assert drafts.kept_draft(session, TEXT) is None
        assert stored(folder) == []


def test_drafts_leave_the_record_as_it_is(house: House, folder: Path) -> None:
    with cases.opened(house, folder) as session:
        head = session.store.head
        drafts.keep_draft(session, TEXT, "words")
        drafts.discard_drafts(session, [TEXT])
        assert session.store.head == head
    assert house.verifier.case(folder, PASSPHRASE, head).sound


def test_a_ballot_draft_is_opened_by_its_owner_only(house: House, folder: Path) -> None:
    with cases.in_person(house, folder) as (session, own):
        member = enrol(session, own, name="M", role="member", passphrase=MEMBER)
        drafts.keep_draft(session, BALLOT, "at-risk, because", member.draft_pen())
        for pen in (None, own.draft_pen()):
            with pytest.raises(DraftNotYours):
                drafts.kept_draft(session, BALLOT, pen)
        close_case(session)
    ((_, _, data),) = stored(folder)
    assert b"at-risk" not in data
    opened = house.files.open(folder, MEMBER, read_only=True)
    assert opened.store.drafts.get(BALLOT, opened.own.draft_pen()) == "at-risk, because"
    opened.store.close()


def test_a_ballot_or_an_outcome_is_never_kept_without_its_owners_key(house: House, folder: Path) -> None:
    with cases.in_person(house, folder) as (session, own):
        for key in (BALLOT, DraftKey("c1", "outcome/new/description")):
            assert is_private(key.field)
            with pytest.raises(WrongSigner):
                drafts.keep_draft(session, key, "words")
        with pytest.raises(WrongSigner):
            drafts.keep_draft(session, BALLOT, "in another's name", own.draft_pen())
    assert stored(folder) == []


@pytest.mark.parametrize("place", [DraftKey("c1", "elsewhere"), DraftKey("m1", "event/new/text")])
def test_a_private_draft_opens_at_its_own_place_only(house: House, folder: Path, place: DraftKey) -> None:
    key = DraftKey("c1", "event/new/text")
    with cases.in_person(house, folder) as (session, own):
        drafts.keep_draft(session, key, "words", own.draft_pen(), private=True)
        pen = own.draft_pen()
        assert isinstance(pen, OwnPen)
        with cases.raw_again(folder) as database:
            database.execute("UPDATE draft SET owner = ?, field = ?", place)
        with pytest.raises(DraftNotYours):
            session.store.drafts.get(place, OwnPen(place.owner, pen._key))


def test_private_drafts_of_one_step_have_one_length(house: House, folder: Path) -> None:
    with cases.in_person(house, folder) as (session, own):
        for n, length in enumerate((1, 7, 400, 1020)):
            drafts.keep_draft(session, DraftKey("c1", f"ballot/1/{n}"), "x" * length, own.draft_pen())
    assert len({len(data) for _, _, data in stored(folder)}) == 1


def test_the_key_of_drafts_is_not_the_key_of_anything_else() -> None:
    identity = Identity(bytes(32))
    assert identity.draft_key() == Identity(bytes(32)).draft_key()
    assert identity.draft_key() != Identity(bytes([1]) + bytes(31)).draft_key()
    assert identity.draft_key().hex() == "6c37683b5da5228f6bd157b7b09fe499cc7740facaa9555fcc3fc6bec05887a1"


def test_an_erasure_takes_the_drafts_about_the_object_with_it(house: House, folder: Path) -> None:
    with cases.in_person(house, folder) as (session, own):
        record.put(session, event("secret"))
        target = Reference("event", session.store.next_seq - 1)
        mine = DraftKey("c1", field_of("event", target.id, "text"))
        other = DraftKey("c1", field_of("event", target.id * 10, "text"))
        for key in (mine, other):
            drafts.keep_draft(session, key, "secret again")
        record.erase(session, own, [target], ground="g", decision="d")
        assert drafts.drafts_of(session, "c1") == [other]


def test_nothing_is_kept_while_a_case_is_only_looked_at(house: House, folder: Path) -> None:
    session = open_to_read(house.files, house.clock, folder, PASSPHRASE)
    with pytest.raises(WrongSigner):
        drafts.keep_draft(session, TEXT, "words")
    with pytest.raises(WrongSigner):
        drafts.discard_drafts(session, [TEXT])
    session.store.close()


# --- the contract with the window -----------------------------------------------------------------

KEYS = st.sampled_from([DraftKey("c1", "a"), DraftKey("c1", "b"), DraftKey("c1", "c")])
STROKES = st.lists(st.tuples(st.floats(0.0, 0.25), KEYS, st.text(max_size=3)), max_size=60)


@given(STROKES)
def test_no_keystroke_is_older_than_a_second_before_it_rests(strokes: list[tuple[float, DraftKey, str]]) -> None:
    disk: dict[DraftKey, str] = {}
    resting = Resting(disk.__setitem__)
    screen: dict[DraftKey, list[tuple[float, str]]] = {}
    now = 0.0
    for pause, key, text in strokes:
        now += pause
        resting.typed(key, text, now)
        screen.setdefault(key, []).append((now, text))
        resting.tick(now)
        for field, changes in screen.items():
            old = [change for at, change in changes if now - at > REST_WITHIN_S]
            young = [change for at, change in changes if now - at <= REST_WITHIN_S]
            assert not old or disk.get(field) in {old[-1], *young}
    resting.flush()
    assert {key: changes[-1][1] for key, changes in screen.items()} == disk
    assert not resting.waiting


def test_fast_typing_is_written_about_once_a_second_not_once_a_key() -> None:
    writes: list[str] = []
    resting = Resting(lambda _key, text: writes.append(text))
    for n in range(100):
        resting.typed(TEXT, "x" * n, n * 0.05)
        resting.tick(n * 0.05)
    assert 4 <= len(writes) <= 11


def test_a_write_that_fails_is_tried_again() -> None:
    tries: list[str] = []

    def write(_key: DraftKey, text: str) -> None:
        tries.append(text)
        if len(tries) == 1:
            raise WrongSigner

    resting = Resting(write)
    resting.typed(TEXT, "words", 0.0)
    with pytest.raises(WrongSigner):
        resting.tick(0.6)
    resting.tick(0.8)
    assert tries == ["words", "words"]
    assert not resting.waiting


def test_what_became_an_entry_is_not_written_again_as_a_draft() -> None:
    disk: dict[DraftKey, str] = {}
    resting = Resting(disk.__setitem__)
    resting.typed(TEXT, "words", 0.0)
    resting.forget([TEXT])
    resting.flush()
    assert disk == {}
