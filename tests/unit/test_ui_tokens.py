"""The token table keeps the contrast that the look demands, in every theme."""

import pytest

from ui.tokens import Scheme, contrast, luminance, tokens

TEXT = ("ink", "ink2", "ink3", "accent")
CATEGORIES = ("human-error", "at-risk", "reckless", "justified", "system", "undetermined")


@pytest.mark.parametrize("scheme", list(Scheme))
def test_every_pair_of_the_table_keeps_its_contrast(scheme: Scheme) -> None:
    table = tokens()
    low = [
        (pair, round(found, 2))
        for pair in table.pairs
        if (found := contrast(table.colour(pair.colour, scheme), table.colour(pair.ground, scheme))) < pair.ratio
    ]
    assert not low


def test_the_table_names_every_pair_that_is_drawn() -> None:
    pairs = {(pair.colour, pair.ground): pair.ratio for pair in tokens().pairs}
    for text in TEXT:
        for ground in ("ground", "surface", "sunken"):
            assert pairs[text, ground] >= 4.5
    for category in (*CATEGORIES, "fault"):
        for ground in ("surface", "select"):
            assert pairs[category, ground] >= 4.5
    for control in ("edge", "focus"):
        for ground in ("ground", "surface", "select"):
            assert pairs[control, ground] >= 3
    assert pairs["on-accent", "accent"] >= 7
    assert ("ink3", "select") not in pairs


@pytest.mark.parametrize("scheme", list(Scheme))
def test_no_category_shouts_louder_than_another(scheme: Scheme) -> None:
    table = tokens()
    found = [contrast(table.colour(one, scheme), table.colour("surface", scheme)) for one in CATEGORIES]
    assert max(found) - min(found) < 0.35


def test_every_colour_has_three_columns_of_six_digits() -> None:
    for name, columns in tokens().colours.items():
        assert set(columns) == {scheme.value for scheme in Scheme}, name
        assert all(len(value) == 7 and int(value[1:], 16) >= 0 for value in columns.values()), name


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == contrast("#FFFFFF", "#000000") == 21
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)
    assert luminance("#FFFFFF") == pytest.approx(1)


def test_type_is_never_smaller_than_eleven_points() -> None:
    assert min(row.size for row in tokens().types.values()) / (96 / 72) >= 11.25
    assert all(row.line >= 1.15 * row.size for row in tokens().types.values())


def test_every_target_is_large_enough_for_a_shaky_hand() -> None:
    sizes = tokens().sizes
    for name in ("row", "rail-row", "library-row", "button", "main-button", "field", "answer", "least"):
        assert sizes[name] >= 36
