"""Marks sentences for translation without knowing the toolkit that translates them."""


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: ARG001 - read by the extraction tool, not by us
    """Return `text` unchanged; the translation tool collects it under `context`."""
    return text
