"""Every screen, in every theme, at 100 and 200 %, looks as it was last looked at.

`--update-pictures` stores what is drawn now; look at every changed picture before committing it.
"""

from pathlib import Path

import pytest
from PIL import Image, ImageChops
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import settle
from tests.gui.scenes import SCREENS, SMALL, Scene
from ui.shell import Shell
from ui.theme import Wish

PICTURES = Path(__file__).with_name("pictures")
THEMES = {"light": Wish.LIGHT, "dark": Wish.DARK, "high": Wish.HIGH_CONTRAST}
FAR = 40
"""A pixel differs if one of its colours is this far off, of 255."""
MOST = 0.003
"""Part of the pixels that may differ: edges of letters move a little between machines."""
SMALLER = 2
"""Pictures are kept at half size: a quarter of the bytes, and blind to how one machine smooths a letter."""


@pytest.mark.parametrize("scene", SCREENS, ids=lambda scene: scene.__name__)
@pytest.mark.parametrize("percent", [100, 200])
def test_it_looks_as_it_was_last_looked_at(
    shell: Shell, qtbot: QtBot, sample: Path, scene: Scene, percent: int, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    update = bool(request.config.getoption("--update-pictures"))
    shell.window.resize(1280, 800)
    shell.theme.resize(percent / 100)
    widget = scene(shell, qtbot, sample)
    wrong = {}
    for name, wish in THEMES.items():
        shell.theme.ask_for(wish)
        settle(qtbot, shell)
        drawn = _picture(widget)
        stored = PICTURES / f"{scene.__name__}-{name}-{percent}.png"
        if update:
            drawn.save(stored, optimize=True)
            continue
        part = _difference(drawn, Image.open(stored).convert("RGB"))
        if part > MOST:
            drawn.save(tmp_path / stored.name)
            wrong[stored.name] = f"{part:.2%} of the pixels differ; drawn now: {tmp_path / stored.name}"
    shell.lock.calmed.emit()
    if scene in SMALL:
        widget.close()
    assert not wrong


def test_a_difference_that_a_person_sees_is_a_difference() -> None:
    one, other = (
        Image.open(PICTURES / f"{name}-light-100.png").convert("RGB") for name in ("library", "library_empty")
    )
    dark = Image.open(PICTURES / "library-dark-100.png").convert("RGB")
    moved = ImageChops.offset(one, 2, 0)
    assert _difference(one, one) == 0
    assert min(_difference(one, changed) for changed in (other, dark, moved)) > MOST


def test_there_is_no_picture_of_a_screen_that_is_gone() -> None:
    wanted = {
        f"{scene.__name__}-{name}-{percent}.png" for scene in SCREENS for name in THEMES for percent in (100, 200)
    }
    assert {path.name for path in PICTURES.glob("*.png")} == wanted


def _picture(widget: QWidget) -> Image.Image:
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    data = bytes(image.constBits())
    whole = Image.frombytes("RGB", (image.width(), image.height()), data, "raw", "RGB", image.bytesPerLine())
    return whole.reduce(SMALLER)


def _difference(one: Image.Image, other: Image.Image) -> float:
    if one.size != other.size:
        return 1.0
    worst = ImageChops.difference(one, other).convert("RGB").split()
    far = ImageChops.lighter(ImageChops.lighter(worst[0], worst[1]), worst[2]).point(lambda value: 255 * (value > FAR))
    return far.histogram()[255] / (one.width * one.height)
