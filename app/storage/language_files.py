"""Reads the data of the language and leak checks from the program's own resource files."""

import json
import tomllib
import zlib
from importlib import resources
from typing import Any

from app.domain.checks.findings import Label, Tier
from app.domain.checks.guards import Row
from app.domain.checks.language import LabelText, LanguageData
from app.domain.checks.leaks import LeakData, TierText
from app.domain.checks.linear import Weights
from app.domain.checks.patterns import Rule

FOLDER = "language"


def _bytes(name: str) -> bytes:
    return (resources.files("resources") / FOLDER / name).read_bytes()


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(_bytes(name).decode("utf-8"))


def weights(name: str) -> Weights:
    """A trained model: a line of JSON, then the names of the features, then one signed byte per feature and head."""
    raw = zlib.decompress(_bytes(name))
    head, _, rest = raw.partition(b"\n")
    said = json.loads(head)
    names = rest[: said["names"]].decode("utf-8").split("\n")
    return Weights(
        heads=tuple(said["heads"]),
        names=tuple(names),
        rows=rest[said["names"] :],
        scales=tuple(said["scales"]),
        biases=tuple(said["biases"]),
        limits=said["limits"],
    )


def packed(model: Weights) -> bytes:
    """The file of a model, as `weights` reads it; the same model gives the same bytes."""
    names = "\n".join(model.names).encode("utf-8")
    said = {
        "heads": model.heads,
        "scales": model.scales,
        "biases": model.biases,
        "limits": model.limits,
        "names": len(names),
    }
    return zlib.compress(json.dumps(said).encode() + b"\n" + names + model.rows, 9)


def rules() -> tuple[Rule, ...]:
    """The patterns."""
    return tuple(
        Rule(
            label=Label(row["label"]),
            cues=tuple(row["cues"]),
            pattern=row["pattern"],
            prompt=row["prompt"],
            guards=frozenset(row["guards"]),
            weak=row.get("weak", False),
        )
        for row in _table("patterns.toml")["rule"]
    )


def guard_rows(name: str = "guards.toml") -> tuple[Row, ...]:
    """The guards in a file."""
    return tuple(
        Row(row["name"], row["extent"], row["pattern"], tuple(row.get("cues", ()))) for row in _table(name)["guard"]
    )


def language_data() -> LanguageData:
    """Everything that the language check reads."""
    said = _table("labels.toml")
    return LanguageData(
        rules=rules(),
        guard_rows=guard_rows(),
        labels={Label(name): LabelText(row["why"], row["prompt"]) for name, row in said.items()},
        weights=weights("language.model"),
    )


def leak_data(model: Weights | None = None) -> LeakData:
    """Everything that the leak check reads; `model` stands in for the trained one while it is trained."""
    table = _table("leaks.toml")
    return LeakData(
        tiers=tuple((Tier(row["name"]), tuple(row["patterns"])) for row in table["tier"]),
        guard_rows=guard_rows("leaks.toml"),
        texts={Tier(name): TierText(why, table["prompt"][name]) for name, why in table["why"].items()},
        weights=model or weights("leaks.model"),
    )
