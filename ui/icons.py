"""Lucide icons: stroked in a colour of the theme, drawn for the screen's own pixels."""

from typing import Final

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ui.theme import theme
from ui.tokens import RESOURCES

_FOLDER: Final = RESOURCES / "icons"
_sources: dict[str, str] = {}


def svg(name: str, colour: str, size: int) -> bytes:
    """The drawing with its colour and stroke written in: QtSvg does not inherit `currentColor`."""
    if name not in _sources:
        _sources[name] = (_FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    stroke = "1.5" if size >= 32 else "1.75"
    return (
        _sources[name].replace("currentColor", colour).replace('stroke-width="2"', f'stroke-width="{stroke}"')
    ).encode()


def draw(painter: QPainter, name: str, colour: str, where: QRectF) -> None:
    """Draw an icon in a colour token."""
    renderer = QSvgRenderer(QByteArray(svg(name, theme().hex(colour), round(where.width()))))
    renderer.render(painter, where)


def pixmap(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    """An icon as a picture of `size` logical pixels on a screen with this pixel ratio."""
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    draw(painter, name, colour, QRectF(0, 0, size, size))
    painter.end()
    return picture


def icon(name: str, colour: str, size: int, ratio: float, disabled: str = "ink3") -> QIcon:
    """An icon for a button, with its disabled twin."""
    made = QIcon(pixmap(name, colour, size, ratio))
    made.addPixmap(pixmap(name, disabled, size, ratio), QIcon.Mode.Disabled)
    return made
