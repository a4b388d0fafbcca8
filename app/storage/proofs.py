"""A proof of one entry: enough to check it against a kept head or a printed root, and nothing of its neighbours' words.

From the entry the proof leads to the head in at most two stages. Where a sitting ended after it, the tree of that end
(RFC 9162) holds the entry, and the closing entry names the tree's root; then every entry up to the head follows by its
own bytes, in which no word that anybody typed stands.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from app.domain import entries as e
from app.domain import merkle
from app.domain.errors import NoSuchEntry, NotAProof, NotNormal, RecordBroken
from app.domain.receipts import Anchor, anchor
from app.domain.verdict import Part, Result, Verdict
from app.domain.words import QT_TRANSLATE_NOOP
from app.storage import canonical, crypto, journal, opening, slots
from app.storage.database import ContentRow, EntryRow

FORMAT: Final = "evenhand-proof/1"
_MOST_BYTES: Final = 64_000_000


class Content(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A content as stored: its salt (base64) and its body (JSON text)."""

    salt: str
    body: str


class Closing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The end of a sitting whose tree holds the entry: its bytes, its content, and the path to its root (hex)."""

    entry: str
    content: Content
    path: tuple[str, ...]


class Tree(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The tree over every entry up to the head: for a root that was printed."""

    size: int
    root: str
    path: tuple[str, ...]


class Proof(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything a proof file says. `following` are the bytes of entries, each named by the one after it."""

    format: str
    case: str
    seq: int
    entry: str
    content: Content | None
    head: str
    tree: Tree
    closing: Closing | None
    following: tuple[str, ...]


# --- making one -------------------------------------------------------------------------------------


def make(folder: Path, passphrase: str, seq: int, *, content: bool, head: str | None) -> bytes:
    """The proof of the entry at `seq`, as JSON; opens the case read-only.

    With a head or a receipt it ends there; NoSuchEntry if the entry is not in the chain, or not before that head.
    """
    kept = None if head is None else anchor(head)
    file = opening.read_key_file(folder)
    unlocked = slots.unlock(file, passphrase)
    database = opening.open_database(folder, file, unlocked.dek, read_only=True)
    try:
        rows = list(database.entries())
        contents = {row.seq: row for row in database.contents(seq)}
    finally:
        database.close()
    last = _end(rows, seq, kept)
    return _written(_proof(rows[: last + 1], contents, seq, with_content=content))


def _end(rows: list[EntryRow], seq: int, kept: Anchor | None) -> int:
    ends = [row.seq for row in rows if kept is None or kept.names(row.hash.hex())]
    if not 0 <= seq < len(rows) or not ends or ends[-1] < seq:
        raise NoSuchEntry(seq=seq)
    return ends[-1]


def _proof(rows: list[EntryRow], contents: dict[int, ContentRow], seq: int, *, with_content: bool) -> Proof:
    hashes = [row.hash for row in rows]
    closing = _closing(rows, contents, seq)
    after = seq if closing is None else closing
    return Proof(
        format=FORMAT,
        case=journal.decode(rows[seq].data).case,
        seq=seq,
        entry=_text(rows[seq]),
        content=_content(contents.get(seq)) if with_content else None,
        head=hashes[-1].hex(),
        tree=Tree(len(rows), merkle.root(hashes).hex(), _hexes(merkle.inclusion(hashes, seq))),
        closing=None if closing is None else _closing_part(rows, contents[closing], hashes, seq),
        following=tuple(_text(row) for row in rows[after + 1 :]),
    )


def _closing(rows: list[EntryRow], contents: dict[int, ContentRow], seq: int) -> int | None:
    """The last end of a sitting after the entry that names a root; the fewest entries follow it."""
    for row in reversed(rows[seq + 1 :]):
        found = contents.get(row.seq)
        if journal.decode(row.data).type == "sitting.closed" and found is not None and _closed(found.body).root:
            return row.seq
    return None


def _closing_part(rows: list[EntryRow], content: ContentRow, hashes: list[bytes], seq: int) -> Closing:
    path = merkle.inclusion(hashes[: content.seq], seq)
    found = _content(content)
    if found is None:
        raise RecordBroken(seq=content.seq)
    return Closing(_text(rows[content.seq]), found, _hexes(path))


def _content(row: ContentRow | None) -> Content | None:
    return None if row is None else Content(crypto.b64(row.salt), row.body.decode("utf-8"))


def _closed(body: bytes) -> e.SittingClosed:
    return msgspec.json.decode(body, type=e.SittingClosed)


def _text(row: EntryRow) -> str:
    return row.data.decode("utf-8")


def _hexes(path: Sequence[bytes]) -> tuple[str, ...]:
    return tuple(step.hex() for step in path)


def _written(proof: Proof) -> bytes:
    return json.dumps(msgspec.to_builtins(proof), ensure_ascii=False, indent=1).encode("utf-8") + b"\n"


# --- checking one -----------------------------------------------------------------------------------


class _Step(NamedTuple):
    """One entry of the way to the head: its fields and its hash."""

    fields: journal.EntryBytes
    hash: bytes


def check(file: Path, head: str | None, root: str | None) -> Verdict:
    """The verdict on a proof file, held against a head or receipt, or against a printed root; needs no case.

    NotAProof for what is no proof file; NotAnAnchor for what is no head.
    """
    kept = None if head is None else anchor(head)
    proof = _read(file)
    step = _step(proof.entry, proof.case)
    parts = (_entry(proof, step), _content_of(proof, step), _head(proof, step, kept), _root(proof, step, root))
    return Verdict("proof", parts)


def _read(file: Path) -> Proof:
    try:
        with file.open("rb") as stream:
            data = stream.read(_MOST_BYTES)
        proof = msgspec.json.decode(data, type=Proof)
    except (OSError, msgspec.MsgspecError, UnicodeError, RecursionError):
        raise NotAProof from None
    if proof.format != FORMAT:
        raise NotAProof
    return proof


def _step(text: str, case: str) -> _Step | None:
    """An entry from its bytes, or None for bytes that are no entry of this case in its one normal form."""
    data = text.encode("utf-8", "surrogatepass")
    try:
        canonical.loads(data)
        fields = journal.decode(data)
    except (NotNormal, msgspec.MsgspecError):
        return None
    return _Step(fields, journal.entry_hash(data)) if fields.case == case and fields.v == 1 else None


def _entry(proof: Proof, step: _Step | None) -> Part:
    if step is None or step.fields.seq != proof.seq:
        return Part(
            QT_TRANSLATE_NOOP("verdict", "Entry"),
            Result.BROKEN,
            QT_TRANSLATE_NOOP("verdict", "The bytes are not an entry of this case at this place."),
        )
    text = QT_TRANSLATE_NOOP("verdict", "Entry {seq}: {kind}, by seat {actor}, at {at}.")
    found = step.fields
    return Part(
        QT_TRANSLATE_NOOP("verdict", "Entry"),
        Result.SOUND,
        text.format(seq=found.seq, kind=_plain(found.type), actor=_plain(found.actor), at=_plain(found.at)),
    )


def _plain(text: str) -> str:
    """A word of an entry as it may be shown: the file comes from anybody."""
    return "".join(sign for sign in text[:40] if sign.isascii() and sign.isprintable())


def _content_of(proof: Proof, step: _Step | None) -> Part:
    name = QT_TRANSLATE_NOOP("verdict", "Content")
    if proof.content is None:
        return Part(
            name, Result.NOT_PROVED, QT_TRANSLATE_NOOP("verdict", "The proof does not show what the entry says.")
        )
    if step is None or not _matches(proof.content, step.fields):
        return Part(name, Result.BROKEN, QT_TRANSLATE_NOOP("verdict", "The content is not the one that was written."))
    return Part(name, Result.SOUND, QT_TRANSLATE_NOOP("verdict", "The content is the one that was written."))


def _matches(content: Content, fields: journal.EntryBytes) -> bool:
    try:
        salt = crypto.unb64(content.salt)
    except crypto.Refused:
        return False
    body = content.body.encode("utf-8", "surrogatepass")
    return len(salt) == journal.SALT_BYTES and journal.content_hash(salt, body).hex() == fields.h


def _head(proof: Proof, step: _Step | None, kept: Anchor | None) -> Part:
    name = QT_TRANSLATE_NOOP("verdict", "Head")
    reached = None if step is None else _reached(proof, step)
    if reached is None or reached.hash.hex() != proof.head:
        return Part(
            name, Result.BROKEN, QT_TRANSLATE_NOOP("verdict", "The entries do not lead from this one to a head.")
        )
    if kept is None:
        return Part(name, Result.NOT_PROVED, QT_TRANSLATE_NOOP("verdict", "No head or receipt from outside was given."))
    if not kept.names(reached.hash.hex()):
        return Part(
            name, Result.BROKEN, QT_TRANSLATE_NOOP("verdict", "The entries do not lead to the head that was given.")
        )
    return Part(
        name,
        Result.SOUND,
        QT_TRANSLATE_NOOP("verdict", "The entry stands in the chain that ends with the head that was given."),
    )


def _reached(proof: Proof, start: _Step) -> _Step | None:
    """The last entry that the proof leads to, or None where a stage does not hold."""
    step = start
    if proof.closing is not None:
        closed = _through_closing(proof, proof.closing, start)
        if closed is None:
            return None
        step = closed
    for text in proof.following:
        found = _step(text, proof.case)
        if found is None or found.fields.prev != step.hash.hex() or found.fields.seq != step.fields.seq + 1:
            return None
        step = found
    return step


def _through_closing(proof: Proof, closing: Closing, start: _Step) -> _Step | None:
    """The closing entry, if it names a tree that holds the entry and that ends right before itself."""
    step = _step(closing.entry, proof.case)
    if step is None or step.fields.type != "sitting.closed" or not _matches(closing.content, step.fields):
        return None
    try:
        closed = _closed(closing.content.body.encode("utf-8", "surrogatepass"))
        path, root = [bytes.fromhex(text) for text in closing.path], bytes.fromhex(closed.root)
    except (msgspec.MsgspecError, ValueError):
        return None
    held = merkle.includes(start.hash, start.fields.seq, closed.size, path, root)
    return step if held and closed.size == step.fields.seq else None


def _root(proof: Proof, step: _Step | None, root: str | None) -> Part:
    name = QT_TRANSLATE_NOOP("verdict", "Tree")
    try:
        path, own = [bytes.fromhex(text) for text in proof.tree.path], bytes.fromhex(proof.tree.root)
    except ValueError:
        path, own = [], b""
    reached = None if step is None else _reached(proof, step)
    held = step is not None and merkle.includes(step.hash, step.fields.seq, proof.tree.size, path, own)
    if not held or reached is None or proof.tree.size != reached.fields.seq + 1:
        return Part(
            name,
            Result.BROKEN,
            QT_TRANSLATE_NOOP("verdict", "The path does not lead to the root that the proof names."),
        )
    if root is None:
        return Part(name, Result.NOT_PROVED, QT_TRANSLATE_NOOP("verdict", "No printed root was given to compare with."))
    if "".join(root.split()).lower() != own.hex():
        return Part(name, Result.BROKEN, QT_TRANSLATE_NOOP("verdict", "The root is not the one that was given."))
    return Part(
        name, Result.SOUND, QT_TRANSLATE_NOOP("verdict", "The entry stands in the tree of the root that was given.")
    )
