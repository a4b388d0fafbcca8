"""The finder's ranking: letters in order, beginnings of words first."""

from hypothesis import given
from hypothesis import strategies as st

from ui.fuzzy import score

words = st.text(alphabet="abcdefg ", max_size=14)


def _occurs(typed: str, text: str) -> bool:
    letters = iter(text.casefold())
    return all(letter in letters for letter in typed.casefold() if not letter.isspace())


@given(words, words)
def test_a_text_is_found_exactly_when_the_letters_occur_in_order(typed: str, text: str) -> None:
    assert (score(typed, text) is not None) == _occurs(typed, text)


@given(words)
def test_capitals_do_not_matter(text: str) -> None:
    assert score(text.upper(), text) == score(text, text.upper())


@given(st.text(max_size=30), st.text(max_size=30))
def test_anything_may_be_typed(typed: str, text: str) -> None:
    score(typed, text)


def test_beginnings_of_words_come_before_letters_inside() -> None:
    initials, inside = score("fa", "Find an action"), score("fa", "Surface")
    assert initials is not None
    assert inside is not None
    assert initials > inside


def test_letters_side_by_side_come_before_scattered_ones() -> None:
    together, scattered = score("lock", "Lock now"), score("lock", "Light on clear kites")
    assert together is not None
    assert scattered is not None
    assert together > scattered


def test_nothing_typed_fits_everything_equally() -> None:
    assert score("", "Lock now") == score("  ", "Quit") == 0
