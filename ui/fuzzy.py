"""How well a few typed letters fit a text: the letters have to occur in order; beginnings of words weigh most."""

from typing import Final

_BEGINS_WORD: Final = 10
_FOLLOWS: Final = 8
_FARTHEST: Final = 5


def score(typed: str, text: str) -> int | None:
    """None if the letters of `typed` do not occur in `text` in this order; else higher is better, 0 for no letters.

    The best of all placements: each letter earns for beginning a word and for following its neighbour, and costs
    for the letters left out before it, at most five.
    """
    wanted = [letter for letter in typed.casefold() if not letter.isspace()]
    written = text.casefold()
    if not wanted:
        return 0
    best: dict[int, int] = {-1: 0}
    for letter in wanted:
        best = _place(letter, written, best)
        if not best:
            return None
    return max(best.values()) - len(written) // 20


def _place(letter: str, text: str, before: dict[int, int]) -> dict[int, int]:
    """The best total for each place this letter can take, given the best totals of the letter before."""
    placed = {}
    for at, here in enumerate(text):
        earlier = [total + _worth(text, at, last) for last, total in before.items() if last < at]
        if here == letter and earlier:
            placed[at] = max(earlier)
    return placed


def _worth(text: str, at: int, last: int) -> int:
    gained = _BEGINS_WORD if at == 0 or not text[at - 1].isalnum() else 0
    if last >= 0 and last + 1 == at:
        gained += _FOLLOWS
    return gained - min(at - last - 1, _FARTHEST)
