"""Signatures and their check under random input: what is written is read back, and no bytes ever crash the check."""

import random
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import DocumentUnreadable
from app.report import revisions, stamp, strict
from app.report.closing import closing_reason, read_closing
from app.report.embedding import settled
from app.report.roster import NAMESPACE, read_roster, roster_xmp
from app.report.shown import shown
from app.storage.crypto import PdfKey
from tests.signing import NOW, signed, steps

FIELDS = st.from_regex(r"[A-Za-z0-9]{1,40}", fullmatch=True)
DIGESTS = st.binary(min_size=32, max_size=32).map(bytes.hex)
TEXTS = st.text(max_size=200)
PACKET = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description xmlns:evh="{namespace}">{inside}</rdf:Description></rdf:RDF></x:xmpmeta>'
)


def packet(inside: str) -> bytes:
    return PACKET.format(namespace=NAMESPACE, inside=inside).encode()


# --- what is written is read back -------------------------------------------------------------------


@settings(deadline=None)
@given(st.lists(FIELDS, unique=True, max_size=12), st.integers(0, 12), st.integers(0, 12))
def test_the_closing_sentence_says_what_it_was_given(names: list[str], first: int, second: int) -> None:
    low, high = sorted((first, second))
    kinds = tuple(names[:low]), tuple(names[low:high]), tuple(names[high:])
    assert read_closing(closing_reason(*kinds)) == kinds


@settings(deadline=None)
@given(TEXTS)
def test_any_other_sentence_says_nothing(text: str) -> None:
    found = read_closing(text)
    assert found is None or closing_reason(*found) == text


@settings(deadline=None)
@given(st.dictionaries(FIELDS, DIGESTS, min_size=1, max_size=20))
def test_fingerprints_printed_in_the_metadata_are_read_back(prints: dict[str, str]) -> None:
    assert read_roster(packet(roster_xmp(prints))) == prints


@settings(deadline=None)
@given(st.dictionaries(TEXTS, TEXTS, min_size=1, max_size=3))
def test_nothing_is_printed_that_could_not_be_read_back(prints: dict[str, str]) -> None:
    try:
        written = roster_xmp(prints)
    except ValueError:
        return
    assert read_roster(packet(written)) == prints


@settings(deadline=None)
@given(st.one_of(st.binary(max_size=300), TEXTS.map(lambda text: packet(text))))
def test_any_metadata_is_read_or_refused_by_one_kind_of_error(data: bytes) -> None:
    try:
        found = read_roster(data)
    except ValueError:
        return
    assert found is None or all(len(digest) == 64 for digest in found.values())


# --- single rules -----------------------------------------------------------------------------------


@settings(deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=100))
def test_of_the_two_values_that_fit_one_is_taken_whichever_came(seed: bytes, message: bytes) -> None:
    from asn1crypto import algos

    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    value = PdfKey(seed).sign(message)
    pair = algos.DSASignature.load(value)
    r, s = pair["r"].native, pair["s"].native
    mirrored = algos.DSASignature({"r": r, "s": order - s}).dump()
    assert settled(value) == settled(mirrored) in (value, mirrored)
    assert algos.DSASignature.load(settled(value))["s"].native <= order // 2


@settings(deadline=None)
@given(TEXTS)
def test_what_is_shown_is_one_short_line_without_anything_invisible(text: str) -> None:
    line = shown(text)
    assert line.isprintable()
    assert len(line.split("\n")) == 1
    assert len(line) <= 80 * len("[U+10FFFF]")


@settings(deadline=None, max_examples=40)
@given(TEXTS, TEXTS, st.integers(80, 400), st.integers(30, 200))
def test_a_stamp_can_be_drawn_for_any_name_of_the_length_of_a_name(
    name: str, role: str, width: int, height: int
) -> None:
    short = name.encode("utf-8", "surrogatepass")[:64].decode("utf-8", "ignore")[:20]
    assert stamp.draw(short, role, NOW, "ab" * 32, width, height).startswith(b"%PDF-1.7")


# --- any bytes --------------------------------------------------------------------------------------


def never_sound(pdf: bytes) -> None:
    try:
        verdict = strict.verify_alone(pdf)
    except DocumentUnreadable:
        return
    assert not verdict.sound
    assert verdict.line.startswith("Document not intact")


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=400))
def test_any_bytes_after_a_header_get_a_verdict_or_a_named_refusal(data: bytes) -> None:
    never_sound(b"%PDF-1.7\n" + data)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 2**32), st.sampled_from(["cut", "drop", "twice", "swap", "noise", "append"]))
def test_a_document_cut_and_stirred_is_never_sound(seed: int, how: str) -> None:
    never_sound(stirred(signed(1), random.Random(seed), how))


def stirred(pdf: bytes, chance: random.Random, how: str) -> bytes:
    a, b = sorted((chance.randrange(1, len(pdf)), chance.randrange(1, len(pdf))))
    noise = chance.randbytes(chance.randrange(1, 40))
    made = {
        "cut": pdf[:a],
        "drop": pdf[:a] + pdf[a + 1 + (b - a) % 500 :],
        "twice": pdf[:b] + pdf[a:],
        "swap": pdf[b:] + pdf[a:b] + pdf[:a] if b > a else pdf[a:],
        "noise": pdf[:a] + noise + pdf[a + len(noise) :],
        "append": pdf + noise,
    }
    return made[how] if made[how] != pdf else pdf[:-1]


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_the_walk_over_revisions_fails_in_one_way_only(data: bytes) -> None:
    try:
        chain = revisions.read(b"%PDF-1.7\n" + data)
    except revisions.Damaged:
        return
    assert chain[0].start == 0


def test_the_revisions_of_a_document_are_those_it_was_made_of() -> None:
    made = steps()
    chain = revisions.read(made[-1])
    assert [revision.end for revision in chain] == [len(pdf) for pdf in made]
    assert all(before.end == after.start for before, after in pairwise(chain))
