"""The theme in force: which column of the token table, how large, and the palette, style sheet and fonts made of it."""

from enum import Enum
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from ui.style import sheet
from ui.tokens import RESOURCES, Scheme, tokens

SANS: Final = "IBM Plex Sans"
MONO: Final = "IBM Plex Mono"
SCALES: Final = (1.0, 1.25, 1.5, 1.75, 2.0)


class Wish(Enum):
    """Which theme the person asked for."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high contrast"


_ASKED: Final = {Wish.LIGHT: Scheme.LIGHT, Wish.DARK: Scheme.DARK, Wish.HIGH_CONTRAST: Scheme.HIGH_CONTRAST}


class Theme(QObject):
    """The one theme of the application; widgets ask it while they draw and hear of changes by `StyleChange`."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._tokens = tokens()
        self._made: dict[tuple[str, int, bool, bool], QFont] = {}
        self.wish = Wish.SYSTEM
        self.scale = SCALES[0]
        self.scheme = _system_scheme()
        load_fonts()
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._follow)
        hints.accessibility().contrastPreferenceChanged.connect(self._follow)
        self._apply()

    def ask_for(self, wish: Wish) -> None:
        """Switch to a theme, or follow the system again."""
        self.wish = wish
        self._follow()

    def resize(self, scale: float) -> None:
        """Set the text size, 1.0 to 2.0; what lies between two steps is taken as it is."""
        scale = min(max(scale, SCALES[0]), SCALES[-1])
        if scale != self.scale:
            self.scale = scale
            self._apply()

    def step(self, by: int) -> None:
        """Go one size up or down."""
        near = min(range(len(SCALES)), key=lambda at: abs(SCALES[at] - self.scale))
        self.resize(SCALES[min(max(near + by, 0), len(SCALES) - 1)])

    def hex(self, name: str) -> str:
        """A colour of the theme in force, `#RRGGBB`."""
        return self._tokens.colour(name, self.scheme)

    def colour(self, name: str) -> QColor:
        """A colour of the theme in force."""
        return QColor(self.hex(name))

    def px(self, pixels: float) -> int:
        """Pixels of something that grows with the text: controls, rows, icons."""
        return round(pixels * self.scale)

    def size(self, name: str) -> int:
        """A size token, grown with the text."""
        return self.px(self._tokens.sizes[name])

    def space(self, pixels: float) -> int:
        """Pixels of empty space; it grows half as fast as the text, so that 200 % still fits a small screen."""
        return round(pixels * (1 + self.scale) / 2)

    def line(self, kind: str) -> int:
        """The height of one line of this type."""
        return self.px(self._tokens.types[kind].line)

    def font(self, kind: str = "t0", weight: int = 400, *, italic: bool = False, mono: bool = False) -> QFont:
        """The font of a type token."""
        key = (kind, weight, italic, mono)
        if key not in self._made:
            self._made[key] = self._make_font(*key)
        return self._made[key]

    def _make_font(self, kind: str, weight: int, italic: bool, mono: bool) -> QFont:
        font = QFont(MONO if mono else SANS)
        font.setPixelSize(self.px(self._tokens.types[kind].size))
        font.setWeight(QFont.Weight(weight))
        font.setItalic(italic)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font

    def _follow(self) -> None:
        scheme = _ASKED.get(self.wish) or _system_scheme()
        if scheme is not self.scheme:
            self.scheme = scheme
            self._apply()

    def _apply(self) -> None:
        self._made.clear()
        self._app.setFont(self.font())
        self._app.setPalette(self._palette())
        self._app.setStyleSheet(sheet(self))
        self.changed.emit()

    def _palette(self) -> QPalette:
        palette = QPalette()
        for role, token in _ROLES.items():
            palette.setColor(role, self.colour(token))
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.colour("ink3"))
        return palette


_ROLES: Final = {
    QPalette.ColorRole.Window: "ground",
    QPalette.ColorRole.WindowText: "ink",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "sunken",
    QPalette.ColorRole.Text: "ink",
    QPalette.ColorRole.PlaceholderText: "ink3",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "ink",
    QPalette.ColorRole.BrightText: "fault",
    QPalette.ColorRole.Highlight: "select",
    QPalette.ColorRole.HighlightedText: "ink",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.ToolTipBase: "surface",
    QPalette.ColorRole.ToolTipText: "ink",
    QPalette.ColorRole.Light: "line",
    QPalette.ColorRole.Midlight: "line",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Dark: "edge",
    QPalette.ColorRole.Shadow: "line",
}

_fonts: list[int] = []


def load_fonts() -> None:
    """Give Qt the fonts the program brings; they are the only ones it asks for by name."""
    if not _fonts:
        for path in sorted((RESOURCES / "fonts").glob("*.ttf")):
            _fonts.append(QFontDatabase.addApplicationFont(str(path)))


def _system_scheme() -> Scheme:
    hints = QGuiApplication.styleHints()
    contrast = hints.accessibility()
    if contrast.contrastPreference() is Qt.ContrastPreference.HighContrast:
        return Scheme.HIGH_CONTRAST
    return Scheme.DARK if hints.colorScheme() is Qt.ColorScheme.Dark else Scheme.LIGHT


_themes: list[Theme] = []


def install(app: QApplication) -> Theme:
    """Make the application's theme; once for each application."""
    _themes[:] = [Theme(app)]
    return _themes[0]


def theme() -> Theme:
    """The application's theme."""
    return _themes[0]
