"""The split of the corpus into train, dev and test, made once by a fixed rule before anybody read a sentence.

`python -m tests.bench.language.split` writes `split.json`. Two voices are test whole; one setting of every other voice
is test; two settings are dev. Settings are ordered by the SHA-256 of their name, so nobody chose them.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
CORPUS = HERE / "corpus"
SPLIT = HERE / "split.json"
TEST_VOICES = ("board_papers", "complaints")
DEV_SETTINGS = 2


def sentence_id(text: str) -> str:
    """The id of a sentence: the first twelve hex digits of the SHA-256 of its text."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a file with one JSON object a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def voices() -> dict[str, list[dict[str, Any]]]:
    """The sentences of every voice; leaks are a corpus of their own."""
    return {path.stem: read_lines(path) for path in sorted(CORPUS.glob("*.jsonl")) if path.stem != "leaks"}


def _order(setting: str) -> str:
    return hashlib.sha256(setting.encode()).hexdigest()


def make() -> dict[str, Any]:
    """The split by the rule above."""
    corpus = voices()
    settings = sorted({line["setting"] for lines in corpus.values() for line in lines}, key=_order)
    test_setting, dev_settings = settings[0], settings[1 : 1 + DEV_SETTINGS]
    parts: dict[str, list[str]] = {"test": [], "dev": []}
    for voice, lines in corpus.items():
        for line in lines:
            if voice in TEST_VOICES or line["setting"] == test_setting:
                parts["test"].append(sentence_id(line["text"]))
            elif line["setting"] in dev_settings:
                parts["dev"].append(sentence_id(line["text"]))
    rule = {"test_voices": list(TEST_VOICES), "test_setting": test_setting, "dev_settings": dev_settings}
    return {"rule": rule, **{part: sorted(ids) for part, ids in parts.items()}}


if __name__ == "__main__":
    SPLIT.write_text(json.dumps(make(), indent=1) + "\n", encoding="utf-8")
