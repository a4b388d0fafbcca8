"""Fields: a label, a place to type, a word of help and, when an input is refused, the sentence that says why."""

from PySide6.QtCore import QEvent, QLocale, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLineEdit, QPlainTextEdit, QScrollArea, QWidget

from ui.layouts import column, row
from ui.theme import theme
from ui.widgets.buttons import IconButton
from ui.widgets.signs import Sign
from ui.widgets.text import Text
from ui.words import translate


class Field(QWidget):
    """One line to type in."""

    entered = Signal()
    """Return was pressed."""
    edited = Signal()

    def __init__(self, label: str, *, help_text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = self._make_line()
        self.line.setAccessibleName(label)
        self.label = Text(label, weight=600)
        self.label.setBuddy(self.line)
        self.help = Text(help_text, voice="ink2")
        self._fault = FaultSentence()
        self.line.returnPressed.connect(self.entered)
        self.line.textEdited.connect(self._edit)
        parts = column(self, gap=6)
        for part in (self.label, self._field_row(), self.help, self._fault):
            parts.addLayout(part) if isinstance(part, QBoxLayout) else parts.addWidget(part)
        self.help.setHidden(not help_text)  # only now: without a parent it would be shown as a window of its own
        self._describe()
        self.setFocusProxy(self.line)

    def _make_line(self) -> QLineEdit:
        return QLineEdit()

    def _field_row(self) -> QWidget | QBoxLayout:
        return self.line

    @property
    def text(self) -> str:
        """What was typed."""
        return self.line.text()

    def put(self, text: str) -> None:
        """Fill the field in."""
        self.line.setText(text)
        self.refuse("")

    def refuse(self, sentence: str) -> None:
        """Say why the input cannot be taken, below the field; an empty sentence takes it back."""
        self._fault.say(sentence)
        if bool(self.line.property("refused")) != bool(sentence):
            self.line.setProperty("refused", bool(sentence))
            self.line.style().unpolish(self.line)
            self.line.style().polish(self.line)
        self._describe()

    @property
    def refusal(self) -> str:
        """The sentence shown now, or nothing."""
        return self._fault.sentence

    def _edit(self) -> None:
        self.refuse("")
        self.edited.emit()

    def _describe(self) -> None:
        self.line.setAccessibleDescription(" ".join(filter(None, (self._fault.sentence, self.help.text()))))


class LongField(QWidget):
    """Several lines to type in; Tab goes on to the next control."""

    def __init__(self, label: str, *, lines: int = 4, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QPlainTextEdit()
        self.box.setTabChangesFocus(True)
        self.box.setAccessibleName(label)
        self._lines = lines
        self.label = Text(label, weight=600)
        self.label.setBuddy(self.box)
        self._fault = FaultSentence()
        self.box.textChanged.connect(lambda: self.refuse(""))
        parts = column(self, gap=6)
        for part in (self.label, self.box, self._fault):
            parts.addWidget(part)
        self.setFocusProxy(self.box)
        self._fit()

    @property
    def text(self) -> str:
        """What was typed."""
        return self.box.toPlainText()

    def put(self, text: str) -> None:
        """Fill the field in."""
        self.box.setPlainText(text)
        self.refuse("")

    def refuse(self, sentence: str) -> None:
        """Say why the input cannot be taken, below the field; an empty sentence takes it back."""
        if sentence == self._fault.sentence:
            return
        self._fault.say(sentence)
        self.box.setProperty("refused", bool(sentence))
        self.box.style().unpolish(self.box)
        self.box.style().polish(self.box)
        self.box.setAccessibleDescription(sentence)

    @property
    def refusal(self) -> str:
        """The sentence shown now, or nothing."""
        return self._fault.sentence

    def changeEvent(self, event: QEvent) -> None:
        """Another text size."""
        if event.type() is QEvent.Type.StyleChange:
            self._fit()
        super().changeEvent(event)

    def _fit(self) -> None:
        self.box.setFixedHeight(self._lines * theme().line("t0") + 2 * theme().space(12))


class PassphraseField(Field):
    """A passphrase: may be pasted, may be shown; says when Caps Lock is on and which keyboard is in use."""

    def __init__(self, label: str, *, new: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(label, help_text=" ", parent=parent)
        self._new = new
        self._caps: bool | None = None
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhSensitiveData)
        self.line.installEventFilter(self)
        self._eye = IconButton("eye", _show(label), parent=self.line)
        self._eye.setCursor(Qt.CursorShape.ArrowCursor)
        self._eye.clicked.connect(self._toggle)
        self.line.installEventFilter(self)
        QGuiApplication.inputMethod().localeChanged.connect(self._hint)
        self._label_text = label
        self._hint()

    def take(self) -> str:
        """The passphrase; the field is empty afterwards."""
        typed = self.line.text()
        self.wipe()
        return typed

    def wipe(self) -> None:
        """Empty the field and hide what is typed next."""
        self.line.clear()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self._eye.rename(_show(self._label_text), "eye")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Learn about Caps Lock from what a letter key gives; keep the eye in its place."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._learn(event)
        elif event.type() is QEvent.Type.Resize and isinstance(event, QResizeEvent):
            self._place_eye()
        return super().eventFilter(watched, event)

    def _place_eye(self) -> None:
        gap = (self.line.height() - self._eye.height()) // 2
        right = self.layoutDirection() is Qt.LayoutDirection.LeftToRight
        self._eye.move(self.line.width() - self._eye.width() - gap if right else gap, gap)
        room = self._eye.width()
        self.line.setTextMargins(0 if right else room, 0, room if right else 0, 0)

    def _learn(self, event: QKeyEvent) -> None:
        typed = event.text()
        if event.key() == Qt.Key.Key_CapsLock:
            self._caps = None if self._caps is None else not self._caps
        elif len(typed) == 1 and typed.isalpha() and typed.upper() != typed.lower():
            self._caps = typed.isupper() != bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._hint()

    def _hint(self) -> None:
        locale = QGuiApplication.inputMethod().locale()
        said = [translate("passphrase", "Caps Lock is on.")] if self._caps else []
        if locale.language() is not QLocale.Language.C:
            keyboard = translate("passphrase", "Keyboard: {language}")
            said.append(keyboard.format(language=f"{locale.nativeLanguageName()} ({locale.nativeTerritoryName()})"))
        self.help.setText(" ".join(said))
        self.help.setVisible(bool(said))
        self._describe()

    def _toggle(self) -> None:
        hidden = self.line.echoMode() is QLineEdit.EchoMode.Password
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)
        name = translate("passphrase", "Hide: {field}").format(field=self._label_text)
        self._eye.rename(name if hidden else _show(self._label_text), "eye-off" if hidden else "eye")


def _show(label: str) -> str:
    return translate("passphrase", "Show: {field}").format(field=label)


class FaultSentence(QWidget):
    """What was refused and why, with its icon."""

    def __init__(self) -> None:
        super().__init__()
        self._text = Text(voice="fault")
        line = row(self, gap=8)
        line.addWidget(Sign("circle-alert", "fault"), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._text, 1)
        self.hide()

    @property
    def sentence(self) -> str:
        return self._text.text()

    def say(self, sentence: str) -> None:
        self._text.setText(sentence)
        self.setVisible(bool(sentence))
        if sentence:
            QTimer.singleShot(0, self, self._come_into_view)  # not before it has its place

    def _come_into_view(self) -> None:
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above is not None and self.isVisible():
            above.ensureWidgetVisible(self)
