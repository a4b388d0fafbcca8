"""Vaults: anybody puts in, only the key reads, and the key comes from the keeper or from members together."""

import gc
import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import entries as e
from app.domain.errors import NoShare, NotKeeper, OutOfOrder, RefersToNothing, SharesDoNotOpen, TextTooLong
from app.services import record
from app.services.cases import open_to_read, start_sitting
from app.services.house import House
from app.services.rounds import open_round
from app.services.vaults import (
    decide_to_open_reporter,
    make_vault,
    open_vault,
    release_shares,
    share_anew,
    take_share,
)
from app.storage import canonical, crypto, vaults
from app.storage.case_store import PersonKey
from app.storage.identity import Identity
from tests import cases
from tests.conftest import PASSPHRASE
from tests.logs import event

CASE = "0f0e0d0c-0b0a-4908-8706-050403020100"


@pytest.fixture(scope="module")
def sound(house: House, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cases.make(house, tmp_path_factory.mktemp("sound") / "R-1")


@pytest.fixture
def folder(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "R-1.evenhand"))


def texts(panel: cases.Panel) -> list[str]:
    return [row.text for row in panel.session.case.rows(e.Event).values()]


def outcome_vault(panel: cases.Panel) -> e.Id:
    found = panel.session.case.vault_named("outcome")
    assert found is not None
    return found


# --- the outcome ------------------------------------------------------------------------------------


def test_start_the_sitting_drops_the_keepers_key_and_everything_sealed_is_gone(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        panel.session.store.keep_vault(outcome_vault(panel), panel.manager)
        panel.session.refold()
        assert "the sealed one" in texts(panel)
        record.put(panel.session, event("before the sitting"))
        changes = start_sitting(panel.session)
        assert changes.everything
        assert texts(panel) == ["the clear one", "before the sitting"]
        assert "the sealed one" not in repr([entry.payload for entry in panel.session.store.entries()])
        with pytest.raises(Exception, match="nothing to take back"):
            record.undo(panel.session)
        assert panel.sound()


def test_the_outcome_opens_for_everybody_when_enough_members_release(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        vault = outcome_vault(panel)
        start_sitting(panel.session)
        take_share(panel.session, panel.members["m1"], vault)
        release_shares(panel.session, vault)
        with pytest.raises(SharesDoNotOpen):
            open_vault(panel.session, vault)
        take_share(panel.session, panel.members["m3"], vault)
        release_shares(panel.session, vault)
        assert panel.session.store.held(vault) == {}
        open_vault(panel.session, vault)
        assert "the sealed one" in texts(panel)
        assert panel.sound()
    session = open_to_read(house.files, house.clock, folder, cases.phrase(2))
    assert "the sealed one" in [row.text for row in session.case.rows(e.Event).values()]
    session.store.close()


def test_what_the_keeper_could_read_alone_he_cannot_open_for_all_alone(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        vault = outcome_vault(panel)
        made = panel.session.case.vaults[vault].made
        own = panel.manager
        assert isinstance(own, PersonKey)
        secret = vaults.kept(own.identity, made, panel.session.store.case_id, vault).secret
        panel.commit(e.NewEntry("vault.opened", e.VaultOpened(z=secret), vault))
        assert list(panel.broken()) == ["Order"]


def test_a_member_puts_into_a_vault_what_they_cannot_read_again(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        vault = outcome_vault(panel)
        start_sitting(panel.session)
        seq = panel.session.store.next_seq
        record.put(panel.session, event("told by a member"), vault=vault)
        assert panel.session.store.entries()[seq].type == "sealed"
        assert "told by a member" not in texts(panel)
        panel.session.store.keep_vault(vault, panel.manager)
        panel.session.refold()
        assert "told by a member" in texts(panel)


def test_new_shares_end_the_old_ones(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        vault = outcome_vault(panel)
        take_share(panel.session, panel.members["m1"], vault)
        share_anew(panel.session, panel.manager)
        with pytest.raises(OutOfOrder, match="does not hold"):
            release_shares(panel.session, vault)
        old = panel.session.case.vaults[vault]
        assert old.dealt != vault
        with pytest.raises(NoShare):
            panel.session.store.hold_share(vault, old.shares[0], old.dealt - 1, panel.members["m1"])


def test_only_the_keeper_shares_anew(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        with pytest.raises(NotKeeper):
            panel.session.store.deal_anew(outcome_vault(panel), panel.members["m1"], {}, 1, 99)
        before = panel.session.store.next_seq
        share_anew(panel.session, panel.members["m1"])
        assert panel.session.store.next_seq == before


def test_a_garbage_share_is_passed_over_at_the_opening_and_named_by_verify(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        vault = outcome_vault(panel)
        found = panel.session.case.vaults[vault]
        false = e.VaultReleased(member="m2", i=2, share=crypto.b64(b"sixteen bytes ok"), dealt=found.dealt)
        bad = panel.commit(e.NewEntry("vault.released", false, vault))
        for seat in ("m1", "m3"):
            take_share(panel.session, panel.members[seat], vault)
        release_shares(panel.session, vault)
        open_vault(panel.session, vault)
        assert "the sealed one" in texts(panel)
        assert panel.broken() == {"Vaults": [bad]}


# --- names and reporter -----------------------------------------------------------------------------


def test_names_lie_in_a_vault_of_their_own_that_its_maker_reads(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        vault = make_vault(panel.session, panel.manager, "names")
        (person,) = panel.session.case.rows(e.Person)
        name = e.Name(person=person, name="Needle Haystack")
        with pytest.raises(NotKeeper):
            record.put(panel.session, name)
        with pytest.raises(NotKeeper):
            record.put(panel.session, name, vault=outcome_vault(panel))
        record.put(panel.session, name, vault=vault)
        assert [row.name for row in panel.session.case.rows(e.Name).values()] == ["Needle Haystack"]
        start_sitting(panel.session)
        assert not panel.session.case.rows(e.Name)
        assert panel.sound()
    with cases.raw(folder) as database:
        assert not any(b"Haystack" in body for (body,) in database.execute("SELECT body FROM content"))


def test_the_reporters_vault_has_no_keeper_and_its_maker_cannot_read_it(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        vault = make_vault(panel.session, panel.manager, "reporter")
        record.put(panel.session, e.Reporter(name="Needle Haystack"), vault=vault)
        assert not panel.session.case.rows(e.Reporter)
        with pytest.raises(NotKeeper):
            panel.session.store.keep_vault(vault, panel.manager)
        assert panel.sound()


def test_the_reporter_opens_only_after_a_decision_of_the_majority(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        vault = make_vault(panel.session, panel.manager, "reporter")
        record.put(panel.session, e.Reporter(name="Needle Haystack"), vault=vault)
        for seat in ("m1", "m2"):
            take_share(panel.session, panel.members[seat], vault)
        with pytest.raises(OutOfOrder, match="without a decision"):
            release_shares(panel.session, vault)
        paper, consents = panel.decide("open", ["m2"], of=vault)
        with pytest.raises(OutOfOrder, match="majority"):
            decide_to_open_reporter(panel.session, panel.manager, paper, consents)
        paper, consents = panel.decide("open", ["m2", "m3"], of=vault)
        decide_to_open_reporter(panel.session, panel.manager, paper, consents)
        release_shares(panel.session, vault)
        open_vault(panel.session, vault)
        assert [row.name for row in panel.session.case.rows(e.Reporter).values()] == ["Needle Haystack"]
        assert panel.sound()


def test_a_decision_to_open_is_about_the_reporters_vault_only(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        paper, consents = panel.decide("open", ["m1", "m2"], of=outcome_vault(panel))
        with pytest.raises(RefersToNothing):
            decide_to_open_reporter(panel.session, panel.manager, paper, consents)


def test_no_vault_without_a_panel_and_none_twice_over_for_a_keeper(house: House, folder: Path) -> None:
    with cases.panel(house, folder, 0) as panel:
        with pytest.raises(OutOfOrder, match="nobody can open"):
            make_vault(panel.session, panel.manager, "reporter")
        with pytest.raises(OutOfOrder):
            open_round(panel.session, panel.manager)
        with pytest.raises(OutOfOrder, match="nothing that has one"):
            make_vault(panel.session, panel.manager, "diary")


@pytest.mark.parametrize("t", [0, 1, 4])
def test_a_threshold_below_the_majority_or_above_everybody_is_refused(house: House, folder: Path, t: int) -> None:
    with cases.panel(house, folder) as panel:
        before = panel.session.store.next_seq
        with pytest.raises((OutOfOrder, crypto.Refused)):
            make_vault(panel.session, panel.manager, "reporter", t)
        assert panel.session.store.next_seq == before


def test_a_person_holds_no_share_of_another(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        found = panel.session.case.vaults[outcome_vault(panel)]
        with pytest.raises(NoShare):
            take_share(panel.session, panel.manager, outcome_vault(panel))
        with pytest.raises(NoShare):
            panel.session.store.hold_share(outcome_vault(panel), found.shares[1], found.dealt, panel.members["m1"])


# --- what is sealed opens at its own place only (property) ------------------------------------------

KEYS = {2: vaults.VaultKey(b"outcome vault 16"), 9: vaults.VaultKey(b"another vault 16")}
INNER = vaults.Inner("event.put", None, event("sealed"))
PLACES = st.tuples(
    st.sampled_from([CASE, CASE.replace("0", "1")]),
    st.integers(0, 60),
    st.sampled_from(sorted(KEYS)),
    st.sampled_from(["c1", "m1", "m2"]),
)


@given(PLACES, PLACES)
def test_a_sealed_body_moved_between_entries_actors_rounds_or_cases_never_opens(
    here: tuple[str, int, int, str], there: tuple[str, int, int, str]
) -> None:
    case, seq, vault, actor = here
    body = vaults.seal(KEYS[vault].public, INNER, case, seq, vault, actor)
    case, seq, vault, actor = there
    moved = e.SealedBody(vault=vault, ct=body.ct)
    if here == there:
        assert KEYS[vault].open(moved, case, seq, actor) == INNER
    else:
        with pytest.raises(crypto.Refused):
            KEYS[vault].open(moved, case, seq, actor)


@settings(deadline=None)
@given(st.lists(st.text(max_size=400), max_size=8))
def test_no_two_ballots_of_a_round_differ_in_length(reasons: list[str]) -> None:
    answers = tuple(e.BallotAnswer(act=5, question="q", answer="yes", reason=canonical_text(text)) for text in reasons)
    key = KEYS[2]
    inner = vaults.Inner("ballot.cast", 7, e.Ballot(answers=answers))
    empty = vaults.seal(key.public, vaults.Inner("ballot.cast", 7, e.Ballot()), CASE, 8, 2, "m1", 8192)
    body = vaults.seal(key.public, inner, CASE, 8, 2, "m1", 8192)
    assert len(body.ct) == len(empty.ct)
    assert key.open(body, CASE, 8, "m1", 8192) == inner


def canonical_text(text: str) -> str:
    """Text as it may be kept: composed, without half pairs."""
    import unicodedata

    return unicodedata.normalize("NFC", text)


def test_a_ballot_that_does_not_fit_is_refused_and_never_cut() -> None:
    inner = vaults.Inner("ballot.cast", 7, e.Ballot(answers=(e.BallotAnswer(act=1, question="q", answer="x" * 1100),)))
    with pytest.raises(TextTooLong):
        vaults.seal(KEYS[2].public, inner, CASE, 8, 2, "m1", 1024)


def hand_made(plain: bytes) -> e.SealedBody:
    """A body that no program of ours would write."""
    info = b"evh1/sealed\0" + canonical.dumps([CASE, 8, 2, "m1"])
    return e.SealedBody(vault=2, ct=crypto.b64(crypto.seal_to(crypto.unb64(KEYS[2].public), plain, info)))


TEXT = canonical.dumps({"type": "ballot.cast", "of": 7, "payload": e.to_plain(e.Ballot())})


@pytest.mark.parametrize(
    "plain",
    [
        b"",
        bytes(1024),
        (2**32 - 1).to_bytes(4, "big") + bytes(1020),
        (len(TEXT).to_bytes(4, "big") + TEXT).ljust(1024, b"\x01"),
        (len(TEXT).to_bytes(4, "big") + TEXT).ljust(1023, b"\0"),
        (len(TEXT).to_bytes(4, "big") + TEXT).ljust(2048, b"\0"),
        (len(TEXT).to_bytes(4, "big") + TEXT + TEXT).ljust(1024, b"\0"),
        (len(b'{"of":7}').to_bytes(4, "big") + b'{"of":7}').ljust(1024, b"\0"),
        (len(TEXT + b" ").to_bytes(4, "big") + TEXT + b" ").ljust(1024, b"\0"),
        ((len(TEXT) + 8).to_bytes(4, "big") + b'{"of":1,' + TEXT[1:]).ljust(1024, b"\0"),
    ],
    ids=["empty", "zeros", "huge length", "no zeros", "cut", "two sizes", "two texts", "fields", "space", "two keys"],
)
def test_a_body_that_could_be_read_two_ways_is_void(plain: bytes) -> None:
    with pytest.raises(crypto.Refused):
        KEYS[2].open(hand_made(plain), CASE, 8, "m1", 1024)


def test_a_second_secret_for_the_same_vault_is_named(house: House, folder: Path) -> None:
    """A body can be made that opens under two keys; a vault has one public key, so only one secret counts."""
    with cases.panel(house, folder) as panel:
        vault = outcome_vault(panel)
        for seat in ("m1", "m2"):
            take_share(panel.session, panel.members[seat], vault)
        release_shares(panel.session, vault)
        seq = panel.commit(e.NewEntry("vault.opened", e.VaultOpened(z=crypto.b64(b"another secret 1")), vault))
        assert panel.broken() == {"Vaults": [seq]}
        assert "the sealed one" not in texts(panel)


@pytest.mark.parametrize("z", ["", "AAAA", "not base64", "A" * 1000])
def test_a_hostile_secret_in_the_record_opens_nothing_and_is_named(house: House, folder: Path, z: str) -> None:
    with cases.panel(house, folder) as panel:
        seq = panel.commit(e.NewEntry("vault.opened", e.VaultOpened(z=z), outcome_vault(panel)))
        assert panel.broken()["Vaults"] == [seq]
    open_to_read(house.files, house.clock, folder, PASSPHRASE).store.close()


# --- keys in memory ---------------------------------------------------------------------------------


def test_no_seed_is_reachable_after_an_act_and_shares_go_with_the_close(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        vault = outcome_vault(panel)
        take_share(panel.session, panel.members["m1"], vault)
        assert "m1" in panel.session.store.held(vault)
        store, session = panel.session.store, panel.session
        panel.members.clear()
        del panel
        assert identities_reachable_from(session) == 0
        store.close()
        assert store.held(vault) == {}


def identities_reachable_from(root: object) -> int:
    """How many people's private keys the garbage collector finds behind an object."""
    seen: set[int] = set()
    todo = [root]
    found = 0
    while todo:
        here = todo.pop()
        if id(here) in seen or isinstance(here, type) or getattr(here, "__name__", "") in ("sys", "builtins"):
            continue
        seen.add(id(here))
        found += isinstance(here, Identity)
        todo += [one for one in gc.get_referents(here) if not isinstance(one, type(json))]
    return found
