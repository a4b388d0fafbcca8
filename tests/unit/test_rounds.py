"""Blind rounds: cast alone, opened together, and nothing of it early; what breaks the order is refused and named."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from app.domain import entries as e
from app.domain.errors import OutOfOrder, SharesDoNotOpen, TextTooLong
from app.domain.references import Reference
from app.services import record
from app.services.cases import open_case, open_to_read
from app.services.house import House
from app.services.panel import enrol, remove_member, replace_lost
from app.services.rounds import cast, excuse, open_round, open_together, state
from app.services.vaults import release_shares, take_share
from app.storage import crypto, vaults
from app.storage.case_store import PersonKey
from tests import cases
from tests.conftest import PASSPHRASE
from tests.logs import event


@pytest.fixture(scope="module")
def sound(house: House, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cases.make(house, tmp_path_factory.mktemp("sound") / "R-1")


@pytest.fixture
def folder(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "R-1.evenhand"))


def ballot(text: str) -> e.Ballot:
    """A ballot with one answer."""
    return e.Ballot(answers=(e.BallotAnswer(act=1, question="q", answer=text),))


def cast_all(panel: cases.Panel, round: e.Id, *seats: str) -> None:
    """These members cast, all by default."""
    for seat in seats or tuple(panel.members):
        cast(panel.session, panel.members[seat], round, ballot(f"by {seat}"))


def answers(panel: cases.Panel, round: e.Id) -> dict[str, str]:
    """What the opened ballots say."""
    return {seat: one.answers[0].answer for seat, one in panel.session.case.rounds[round].ballots.items()}


def vault_of(panel: cases.Panel, round: e.Id) -> e.Id:
    return panel.session.case.rounds[round].opened.vault


def test_ballots_open_together_when_nobody_is_awaited(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        round = open_round(panel.session, panel.manager)
        cast_all(panel, round, "m1", "m2")
        assert state(panel.session, round).awaited == ["m3"]
        assert answers(panel, round) == {}
        with pytest.raises(OutOfOrder, match="before everybody has cast"):
            open_together(panel.session, panel.members["m1"], round)
        cast_all(panel, round, "m3")
        assert answers(panel, round) == {}
        open_together(panel.session, panel.members["m1"], round)
        assert answers(panel, round) == {"m1": "by m1", "m2": "by m2", "m3": "by m3"}
        assert panel.session.store.held(vault_of(panel, round)) == {}
        assert panel.sound()
    session = open_to_read(house.files, house.clock, folder, cases.phrase(2))
    assert len(session.case.rounds[round].ballots) == 3
    session.store.close()


def test_a_ballot_cannot_be_opened_by_two_of_five(house: House, folder: Path) -> None:
    with cases.panel(house, folder, 5) as panel:
        round = open_round(panel.session, panel.manager)
        cast_all(panel, round)
        vault = vault_of(panel, round)
        panel.session.store.drop_shares()
        for seat in ("m2", "m5"):
            take_share(panel.session, panel.members[seat], vault)
        open_together(panel.session, panel.members["m1"], round)
        assert answers(panel, round) == {}
        with pytest.raises(SharesDoNotOpen):
            open_together(panel.session, panel.members["m1"], round)
        take_share(panel.session, panel.members["m1"], vault)
        open_together(panel.session, panel.members["m1"], round)
        assert len(answers(panel, round)) == 5
        assert panel.sound()


def test_the_file_holds_no_share_and_no_ballot_early(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        round = open_round(panel.session, panel.manager)
        cast_all(panel, round)
        held = panel.session.store.held(vault_of(panel, round))
        assert sorted(held) == ["m1", "m2", "m3"]
    pieces = [given.share.encode() for given in held.values()]
    with cases.raw(folder) as database:
        bodies = [body for (body,) in database.execute("SELECT body FROM content")]
    assert not any(piece in body or b"by m" in body for body in bodies for piece in pieces)


def test_ballots_of_a_round_have_one_length_whatever_they_say(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        round = open_round(panel.session, panel.manager, size=4096)
        cast(panel.session, panel.members["m1"], round, e.Ballot())
        cast(panel.session, panel.members["m2"], round, ballot("x" * 3000))
        with pytest.raises(TextTooLong):
            cast(panel.session, panel.members["m3"], round, ballot("x" * 5000))
        cast(panel.session, panel.members["m3"], round, ballot("y"))
    with cases.raw(folder) as database:
        seqs = [seq for seq, data in database.execute("SELECT seq, bytes FROM entry") if b'"ballot.cast"' in data]
        lengths = {
            len(database.execute("SELECT body FROM content WHERE seq = ?", (seq,)).fetchone()[0]) for seq in seqs
        }
    assert len(seqs) == 3
    assert len(lengths) <= 1 + 1, "the vault's number may have one digit more, never the ballot"


def test_casting_again_replaces_the_ballot_and_deletes_the_earlier_words(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        round = open_round(panel.session, panel.manager)
        cast_all(panel, round)
        first = panel.session.case.rounds[round].cast["m2"]
        cast(panel.session, panel.members["m2"], round, ballot("second thoughts"))
        assert panel.session.store.entries()[first].payload is e.ERASED
        open_together(panel.session, panel.members["m3"], round)
        assert answers(panel, round)["m2"] == "second thoughts"
        assert panel.sound()
    with cases.raw(folder) as database:
        assert database.execute("SELECT count(*) FROM content WHERE seq = ?", (first,)).fetchone() == (0,)


def test_shares_that_a_lock_dropped_are_taken_again_by_any_majority(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        round = open_round(panel.session, panel.manager)
        cast_all(panel, round)
    session = open_case(house.files, house.clock, folder, PASSPHRASE)
    vault = session.case.rounds[round].opened.vault
    assert session.store.held(vault) == {}
    chair = session.store.unlock(cases.phrase(3))
    for own in (chair, session.store.unlock(cases.phrase(1))):
        take_share(session, own, vault)
    open_together(session, chair, round)
    assert len(session.case.rounds[round].ballots) == 3
    session.store.close()
    assert house.verifier.case(folder, PASSPHRASE, None).sound


def test_the_share_of_the_outcome_is_taken_with_the_last_ballot(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        outcome = panel.session.case.vault_named("outcome") or 0
        round = open_round(panel.session, panel.manager)
        for seat, own in panel.members.items():
            cast(panel.session, own, round, ballot(seat), also=(outcome,))
        with pytest.raises(OutOfOrder, match="while a blind round is running"):
            release_shares(panel.session, outcome)
        open_together(panel.session, panel.members["m1"], round)
        release_shares(panel.session, outcome)
        assert len(panel.session.case.vaults[outcome].released) == 3
        assert panel.sound()


# --- what voids a round, who leaves one -------------------------------------------------------------


def change_a_fact(panel: cases.Panel) -> None:
    record.put(panel.session, event("a new fact"))


def drop_a_fact(panel: cases.Panel) -> None:
    (person, _) = (*panel.session.case.rows(e.Event), 0)[:2]
    record.drop(panel.session, Reference("event", person))


def somebody_joins(panel: cases.Panel) -> None:
    enrol(panel.session, panel.manager, name="New", role="member", passphrase="walnut ribbon velvet compass 9")


def somebody_is_replaced(panel: cases.Panel) -> None:
    paper, consents = panel.decide("replace", ["m1", "m3"], seat="m2")
    replace_lost(panel.session, panel.manager, paper, consents, "walnut ribbon velvet compass 9")


def somebody_is_removed(panel: cases.Panel) -> None:
    paper, consents = panel.decide("remove", ["m1", "m3"], seat="m2")
    remove_member(panel.session, panel.manager, paper, consents)


def other_questions(panel: cases.Panel) -> None:
    panel.commit(e.NewEntry("instrument.chosen", e.InstrumentChosen(id="x", version="1", sha256="")))


@pytest.mark.parametrize(
    "change",
    [change_a_fact, drop_a_fact, somebody_joins, somebody_is_replaced, somebody_is_removed, other_questions],
)
def test_a_change_of_what_is_judged_or_who_judges_voids_the_round(
    house: House, folder: Path, change: Callable[[cases.Panel], None]
) -> None:
    with cases.panel(house, folder) as panel:
        round = open_round(panel.session, panel.manager)
        cast_all(panel, round)
        vault = vault_of(panel, round)
        change(panel)
        assert state(panel.session, round).void
        assert panel.session.store.held(vault) == {}
        with pytest.raises(OutOfOrder, match="void"):
            cast(panel.session, panel.members["m1"], round, ballot("late"))
        with pytest.raises(OutOfOrder, match="void"):
            open_together(panel.session, panel.members["m1"], round)
        assert panel.sound()
        again = open_round(panel.session, panel.manager)
        assert vault_of(panel, again) != vault


def test_an_undo_of_a_fact_voids_the_round_too(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        target = panel.session.store.next_seq
        record.put(panel.session, event("a fact"))
        round = open_round(panel.session, panel.manager)
        panel.commit(e.NewEntry("undo", e.Undo(), target))
        assert state(panel.session, round).void


def test_notes_on_other_things_leave_the_round_running(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        round = open_round(panel.session, panel.manager)
        record.put(panel.session, e.Factor(label="F1", framework="x", category="y", text="t"))
        record.put(panel.session, event("sealed"), vault=panel.session.case.vault_named("outcome"))
        assert state(panel.session, round).running
        cast_all(panel, round)
        open_together(panel.session, panel.members["m1"], round)
        assert panel.sound()


def test_a_majority_excuses_an_absent_member_and_the_round_goes_on(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        round = open_round(panel.session, panel.manager)
        cast_all(panel, round, "m1", "m2")
        paper, consents = panel.decide("excuse", ["m1"], seat="m3", of=round)
        with pytest.raises(OutOfOrder, match="majority"):
            excuse(panel.session, panel.manager, round, paper, consents)
        paper, consents = panel.decide("excuse", ["m1", "m2"], seat="m3", of=round)
        excuse(panel.session, panel.manager, round, paper, consents)
        with pytest.raises(OutOfOrder, match="does not vote"):
            cast(panel.session, panel.members["m3"], round, ballot("after all"))
        open_together(panel.session, panel.members["m1"], round)
        assert sorted(answers(panel, round)) == ["m1", "m2"]
        assert panel.sound()


def test_the_ballot_of_a_member_who_is_excused_is_deleted(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        round = open_round(panel.session, panel.manager)
        cast_all(panel, round)
        seq = panel.session.case.rounds[round].cast["m3"]
        paper, consents = panel.decide("excuse", ["m1", "m2"], seat="m3", of=round)
        excuse(panel.session, panel.manager, round, paper, consents)
        assert panel.session.store.entries()[seq].payload is e.ERASED
        panel.session.store.drop_shares()
        for seat in ("m1", "m2"):
            take_share(panel.session, panel.members[seat], vault_of(panel, round))
        open_together(panel.session, panel.members["m1"], round)
        assert sorted(answers(panel, round)) == ["m1", "m2"]
        assert panel.sound()


def test_a_round_that_too_few_are_left_to_open_is_void(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        round = open_round(panel.session, panel.manager, t=3)
        cast_all(panel, round, "m1", "m2")
        paper, consents = panel.decide("excuse", ["m1", "m2"], seat="m3", of=round)
        excuse(panel.session, panel.manager, round, paper, consents)
        assert state(panel.session, round).void
        assert panel.session.store.held(vault_of(panel, round)) == {}


# --- what somebody with a changed program writes is named -------------------------------------------


def share_of(panel: cases.Panel, seat: str, vault: e.Id, **other: object) -> e.NewEntry:
    """A member's true share as an entry, with something of it changed."""
    found = panel.session.case.vaults[vault]
    share, own = found.share_of(seat), panel.members[seat]
    assert share is not None
    assert isinstance(own, PersonKey)
    piece = vaults.own_share(own.identity, share, panel.session.store.case_id, found.dealt)
    given = e.VaultReleased(member=seat, i=share.i, share=crypto.b64(piece), dealt=found.dealt)
    return e.NewEntry("vault.released", replace(given, **other), vault)


def cast_entry(panel: cases.Panel, round: e.Id) -> e.NewEntry:
    return e.NewEntry("ballot.cast", ballot("x"), round, vault_of(panel, round))


def test_a_release_before_everybody_has_cast_is_a_breach_that_is_named(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        round = open_round(panel.session, panel.manager)
        cast_all(panel, round, "m1", "m2")
        first = panel.commit(share_of(panel, "m1", vault_of(panel, round)))
        second = panel.commit(e.NewEntry("round.released", e.RoundReleased(), round), by=panel.members["m1"])
        assert panel.broken() == {"Order": [first, second]}


def test_a_cast_after_the_releasing_began_is_named_and_does_not_count(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        round = open_round(panel.session, panel.manager)
        cast_all(panel, round)
        panel.session.store.drop_shares()
        open_together(panel.session, panel.members["m1"], round)
        with pytest.raises(OutOfOrder, match="after the releasing began"):
            cast(panel.session, panel.members["m2"], round, ballot("late"))
        seq = panel.commit(cast_entry(panel, round), by=panel.members["m2"])
        assert panel.broken() == {"Order": [seq]}


def test_a_second_release_and_one_by_somebody_without_a_share_are_named(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        round = open_round(panel.session, panel.manager)
        cast_all(panel, round)
        vault = vault_of(panel, round)
        panel.session.store.drop_shares()
        open_together(panel.session, panel.members["m1"], round)
        panel.commit(share_of(panel, "m1", vault))
        bad = [
            panel.commit(share_of(panel, "m1", vault)),
            panel.commit(share_of(panel, "m2", vault, member="c1")),
            panel.commit(share_of(panel, "m2", vault, member="m9")),
            panel.commit(share_of(panel, "m2", vault, member="m3")),
            panel.commit(share_of(panel, "m2", vault, i=3)),
            panel.commit(share_of(panel, "m2", vault, dealt=vault - 1)),
        ]
        assert panel.broken() == {"Order": bad}


def test_a_cast_by_somebody_who_does_not_vote_is_named(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        round = open_round(panel.session, panel.manager)
        with pytest.raises(OutOfOrder, match="does not vote"):
            cast(panel.session, panel.manager, round, ballot("mine"))
        seq = panel.commit(cast_entry(panel, round))
        assert panel.broken() == {"Order": [seq]}


def test_a_vault_opened_without_enough_releases_is_named_although_its_secret_is_right(
    house: House, folder: Path
) -> None:
    with cases.panel(house, folder) as panel:
        round = open_round(panel.session, panel.manager)
        cast_all(panel, round)
        vault = vault_of(panel, round)
        held = [given for member, given in panel.session.store.held(vault).items() if member != "m3"]
        secret = panel.session.store.secret_of(vault, 2, held)
        seq = panel.commit(e.NewEntry("vault.opened", e.VaultOpened(z=secret), vault))
        assert panel.broken() == {"Order": [seq]}


def test_a_ballot_sealed_by_one_and_cast_by_another_is_void_and_named(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        round = open_round(panel.session, panel.manager)
        cast_all(panel, round, "m1", "m2")
        stolen = panel.session.store.entries()[panel.session.case.rounds[round].cast["m1"]].payload
        assert isinstance(stolen, e.SealedBody)
        copied = panel.commit(e.NewEntry("ballot.cast", stolen, round), by=panel.members["m3"])
        take_share(panel.session, panel.members["m3"], vault_of(panel, round))
        open_together(panel.session, panel.members["m1"], round)
        assert sorted(answers(panel, round)) == ["m1", "m2"]
        assert panel.broken() == {"Vaults": [copied]}


def test_the_share_of_a_member_who_was_excused_does_not_count(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        round = open_round(panel.session, panel.manager)
        cast_all(panel, round)
        paper, consents = panel.decide("excuse", ["m1", "m2"], seat="m3", of=round)
        excuse(panel.session, panel.manager, round, paper, consents)
        panel.commit(e.NewEntry("round.released", e.RoundReleased(), round), by=panel.members["m1"])
        seq = panel.commit(share_of(panel, "m3", vault_of(panel, round)))
        assert panel.broken() == {"Order": [seq]}


def inner_entry(panel: cases.Panel, round: e.Id, inner: vaults.Inner, actor: str) -> e.SealedBody:
    """A body for the next entry that says something else than the entry stands for."""
    vault, size = vault_of(panel, round), panel.session.case.rounds[round].opened.size
    public, store = panel.session.case.vaults[vault].made.key, panel.session.store
    return vaults.seal(public, inner, store.case_id, store.next_seq, vault, actor, size)


def test_a_ballot_that_says_another_round_or_is_none_is_void_and_named(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        round = open_round(panel.session, panel.manager, size=2048)
        bad = []
        for seat, inner in (
            ("m1", vaults.Inner("ballot.cast", round - 1, ballot("of another round"))),
            ("m2", vaults.Inner("event.put", None, event("no ballot"))),
        ):
            body = inner_entry(panel, round, inner, seat)
            bad.append(panel.commit(e.NewEntry("ballot.cast", body, round), by=panel.members[seat]))
        cast_all(panel, round, "m3")
        hidden = vaults.Inner("ballot.cast", round, ballot("beside the round"))
        bad.append(panel.commit(e.NewEntry("sealed", inner_entry(panel, round, hidden, "c1"))))
        for seat in ("m1", "m2"):
            take_share(panel.session, panel.members[seat], vault_of(panel, round))
        open_together(panel.session, panel.members["m1"], round)
        assert answers(panel, round) == {"m3": "by m3"}
        assert "no ballot" not in [row.text for row in panel.session.case.rows(e.Event).values()]
        assert panel.broken() == {"Vaults": bad}


def test_ballots_whose_words_changed_places_are_named(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        round = open_round(panel.session, panel.manager)
        cast_all(panel, round)
        one, two = (panel.session.case.rounds[round].cast[seat] for seat in ("m1", "m2"))
    with cases.raw(folder) as database:
        rows = database.execute(
            "SELECT salt, body FROM content WHERE seq IN (?, ?) ORDER BY seq", (one, two)
        ).fetchall()
        for seq, (salt, body) in zip((two, one), rows, strict=True):
            database.execute("UPDATE content SET salt = ?, body = ? WHERE seq = ?", (salt, body, seq))
    named = house.verifier.case(folder, PASSPHRASE, None)
    assert [f.seq for part in named.parts if part.name == "Contents" for f in part.findings] == [one, two]


@pytest.mark.parametrize("kept", [True, False])
def test_a_replaced_ballot_is_gone_and_a_standing_one_is_not(house: House, folder: Path, kept: bool) -> None:
    """Whoever keeps a replaced ballot, or deletes one that stands, is found out."""
    with cases.panel(house, folder) as panel:
        round = open_round(panel.session, panel.manager)
        cast_all(panel, round)
        first = panel.session.case.rounds[round].cast["m1"]
        if kept:
            panel.commit(cast_entry(panel, round), by=panel.members["m1"])
            assert panel.broken() == {"Contents": [first]}
    if not kept:
        with cases.raw(folder) as database:
            database.execute("DELETE FROM content WHERE seq = ?", (first,))
        parts = house.verifier.case(folder, PASSPHRASE, None).parts
        assert [f.seq for part in parts if part.name == "Contents" for f in part.findings] == [first]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"members": ("m1", "m2")}, "others than the members"),
        ({"members": ()}, "others than the members"),
        ({"members": ("m1", "m2", "m3", "m4")}, "others than the members"),
        ({"members": ("m1", "m2", "m3", "m3")}, "others than the members"),
        ({"size": 0}, "no size"),
        ({"size": 1000}, "no size"),
        ({"vault": 2}, "no vault of its own"),
        ({"vault": 999}, "no vault of its own"),
    ],
)
def test_a_round_that_is_not_one_is_named(house: House, folder: Path, change: dict[str, object], words: str) -> None:
    with cases.panel(house, folder) as panel:
        to = {seat: own.public for seat, own in panel.members.items()}
        at = panel.session.store.next_seq
        made = panel.session.store.make_vault("round", at, None, to, 2)
        opened = replace(e.RoundOpened(vault=at, members=("m1", "m2", "m3"), size=1024), **change)
        panel.commit(e.NewEntry("vault.made", made), e.NewEntry("round.opened", opened))
        order = next(part for part in panel.verdict().parts if part.name == "Order")
        assert [finding.seq for finding in order.findings] == [at + 1]
        assert words in order.findings[0].text


def test_a_ballot_of_another_length_is_named(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        round = open_round(panel.session, panel.manager, size=2048)
        inner = vaults.Inner("ballot.cast", round, ballot("x"))
        vault, seq = vault_of(panel, round), panel.session.store.next_seq
        public = panel.session.case.vaults[vault].made.key
        body = vaults.seal(public, inner, panel.session.store.case_id, seq, vault, "m1", 1024)
        panel.commit(e.NewEntry("ballot.cast", body, round), by=panel.members["m1"])
        assert panel.broken() == {"Order": [seq]}


def test_one_round_at_a_time_and_only_by_the_case_manager(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        with pytest.raises(OutOfOrder, match="case manager"):
            open_round(panel.session, panel.members["m1"])
        open_round(panel.session, panel.manager)
        with pytest.raises(OutOfOrder, match="another is running"):
            open_round(panel.session, panel.manager)
