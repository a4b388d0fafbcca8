"""Keep what is being typed: resting within a second, there again after a lock, a crash or a power cut."""

from collections.abc import Callable, Sequence

from app.domain.drafts import DraftKey, is_private
from app.domain.errors import WrongSigner
from app.services.ports import DraftPen
from app.services.session import Session


def keep_draft(
    session: Session, key: DraftKey, text: str, pen: DraftPen | None = None, *, private: bool = False
) -> None:
    """Let this text rest on the disk. An empty text deletes the draft. WrongSigner while the case is only looked at.

    Ballots and what goes into a vault always rest under the owner's own key besides the case key, anything else does
    with `private`; both need the owner's pen.
    """
    if session.key is None:
        raise WrongSigner
    if not text:
        session.store.drafts.delete([key])
        return
    needs_pen = private or is_private(key.field)
    if needs_pen and pen is None:
        raise WrongSigner
    session.store.drafts.put(key, text, pen if needs_pen else None)


def kept_draft(session: Session, key: DraftKey, pen: DraftPen | None = None) -> str | None:
    """The text that was being typed here, or None; DraftNotYours where it is private and this pen does not open it."""
    return session.store.drafts.get(key, pen)


def drafts_of(session: Session, owner: str) -> list[DraftKey]:
    """The fields in which this seat left something unfinished, by name."""
    return [key for key in session.store.drafts.listed() if key.owner == owner]


def discard_drafts(session: Session, keys: Sequence[DraftKey]) -> None:
    """Delete drafts that nobody wants any more."""
    if session.key is None:
        raise WrongSigner
    session.store.drafts.delete(list(keys))


class Resting:
    """When typed text has to be written: the contract between the window and the disk.

    The window calls `typed` for every change and `tick` at least every quarter of a second, with a clock that only
    runs forward (seconds); and `flush` before a lock, a close and a commit. Then no change is older than
    `REST_WITHIN_S` before it rests, however fast somebody types on, and one burst of typing is written once a second,
    not once a key. A write that fails is tried again at the next tick; its fault goes to the caller each time.
    """

    EARLY_S = 0.5
    """Written this long after the first change that does not rest yet: leaves room for late ticks and slow disks."""

    def __init__(self, write: Callable[[DraftKey, str], None]) -> None:
        self._write = write
        self._waiting: dict[DraftKey, tuple[float, str]] = {}
        self._resting: dict[DraftKey, str] = {}

    def typed(self, key: DraftKey, text: str, now: float) -> None:
        """This field holds this text now."""
        if key not in self._waiting and self._resting.get(key) == text:
            return
        since, _ = self._waiting.get(key, (now, ""))
        self._waiting[key] = (since, text)

    def tick(self, now: float) -> None:
        """Write what has waited long enough."""
        for key, (since, _) in list(self._waiting.items()):
            if now - since >= self.EARLY_S:
                self._put(key)

    def flush(self) -> None:
        """Write everything now."""
        for key in list(self._waiting):
            self._put(key)

    def forget(self, keys: Sequence[DraftKey]) -> None:
        """These drafts became entries or were discarded: nothing of them is to be written any more."""
        for key in keys:
            self._waiting.pop(key, None)
            self._resting.pop(key, None)

    @property
    def waiting(self) -> bool:
        """True while something typed does not rest yet."""
        return bool(self._waiting)

    def _put(self, key: DraftKey) -> None:
        _, text = self._waiting[key]
        self._write(key, text)
        del self._waiting[key]
        self._resting[key] = text
