"""Where Qt's own plugins and translations lie, known from Python: Qt misreads folder names with a comma in them."""

from pathlib import Path
from typing import Final

import PySide6
from PySide6.QtCore import QLibraryInfo

_PACKAGE: Final = Path(PySide6.__file__).parent
_INSIDE: Final = ("Qt", "")
"""Below the package: on Linux and macOS in a folder of their own, on Windows beside the modules."""


def plugins() -> str:
    """The folder of the plugins that came with PySide6."""
    return _folder("plugins", QLibraryInfo.LibraryPath.PluginsPath)


def translations() -> str:
    """The folder of the translations that came with PySide6."""
    return _folder("translations", QLibraryInfo.LibraryPath.TranslationsPath)


def _folder(name: str, kind: QLibraryInfo.LibraryPath) -> str:
    for inside in _INSIDE:
        folder = _PACKAGE / inside / name
        if folder.is_dir():
            return str(folder)
    return QLibraryInfo.path(kind)  # the system's own Qt, which knows where its files are
