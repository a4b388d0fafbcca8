"""A dossier folder out: the same files and columns as come in, made whole beside their place."""

import csv
import io
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import tomli_w

from app.domain import entries as e
from app.domain.dossier import Dossier
from app.domain.errors import CannotWrite, CaseExists
from app.domain.timeline import in_place
from app.storage import dossier_format as form


def write(folder: Path, dossier: Dossier) -> None:
    """Write a dossier into a new folder; nothing is left behind if it cannot be finished."""
    if folder.exists() or folder.is_symlink():
        raise CaseExists
    part = folder.with_name(folder.name + ".part")
    try:
        part.mkdir(mode=0o700)
        for name, data in _files(dossier):
            (part / name).write_bytes(data)
        part.rename(folder)
    except OSError:
        shutil.rmtree(part, ignore_errors=True)
        raise CannotWrite from None


def _files(dossier: Dossier) -> Iterator[tuple[str, bytes]]:
    out = _Writing(dossier)
    yield form.CASE, out.case_toml()
    yield form.TIMELINE, out.csv(form.TIMELINE, out.timeline())
    yield form.KNOWLEDGE, out.csv(form.KNOWLEDGE, out.knowledge())
    yield form.RULES, out.csv(form.RULES, out.rules())
    yield form.FACTORS, out.csv(form.FACTORS, out.factors())
    for outcome in out.rows(e.Outcome).values():
        yield form.OUTCOME, out.outcome_toml(outcome)
    natures = {nature: name for name, nature in form.TEXTS.items()}
    yield from ((natures[text.nature], text.data) for text in dossier.texts if text.nature in natures)


class _Writing:
    """One dossier being written: identities become labels again."""

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._codes = {i: person.code for i, person in self.rows(e.Person).items()}
        self._sources = {i: source.label for i, source in self.rows(e.Source).items()}
        self._events = {i: event.label for i, event in self.rows(e.Event).items()}

    def rows(self, kind: type[e.P]) -> dict[e.Id, e.P]:
        """The objects of one kind."""
        table = self._dossier.tables.get(e.table_of(kind), {})
        return {i: row for i, row in table.items() if isinstance(row, kind)}

    def case_toml(self) -> bytes:
        """`case.toml`."""
        about = self._dossier.described
        head = {
            "schema": form.SCHEMA,
            "id": about.dossier_id or "case",
            "slug": about.dossier_slug or "case",
            "title": about.title,
            "setting": about.setting,
            "event_date": about.event_date,
            "timezone": about.zone,
            "review_question": about.question,
            "notes": about.notes,
        }
        lists = {"persons": self._persons(), "sources": self._source_tables(), "disputes": self._disputes()}
        return tomli_w.dumps({**head, **lists}).encode()

    def outcome_toml(self, outcome: e.Outcome) -> bytes:
        """`outcome.toml`."""
        return tomli_w.dumps(
            {
                "case_id": self._dossier.described.dossier_id or "case",
                "severity_ahrq_harm_scale": outcome.ahrq,
                "severity_ncc_merp": outcome.ncc_merp,
                "ncc_merp_applicable": outcome.ncc_merp_applicable,
                "reached_patient": outcome.reached_patient,
                "description": outcome.description,
                "outcome_date": outcome.date,
                "aftermath": list(outcome.aftermath),
                "sources": [self._sources[i] for i in outcome.sources],
            }
        ).encode()

    def _persons(self) -> list[dict[str, object]]:
        return [
            {
                "code": person.code,
                "role": person.role,
                "discipline": person.discipline,
                "department": person.department,
                "kind": person.nature,
                "under_review": person.under_review,
                "post_outcome": person.after_outcome,
                "notes": person.notes,
            }
            for person in self.rows(e.Person).values()
        ]

    def _source_tables(self) -> list[dict[str, object]]:
        return [
            {
                "id": source.label,
                "title": source.title,
                "blind_title": source.blind_title,
                "kind": source.nature,
                "date": source.date,
                "publisher": source.publisher,
                "consulted": source.consulted,
                "reveals_outcome": source.reveals_outcome,
            }
            for source in self.rows(e.Source).values()
        ]

    def _disputes(self) -> list[dict[str, object]]:
        return [
            {
                "id": dispute.label,
                "topic": dispute.topic,
                "events": [self._events[i] for i in dispute.events],
                "versions": list(dispute.versions),
                "reveals_outcome": dispute.reveals_outcome,
            }
            for dispute in self.rows(e.Dispute).values()
        ]

    def timeline(self) -> Iterator[tuple[str, ...]]:
        """Rows of `timeline.csv` in the order of the record."""
        events = self.rows(e.Event)
        for event in (events[i] for i in in_place(events)):
            yield (
                event.label,
                event.when.start or "",
                event.when.end or "",
                event.when.precision,
                form.SYSTEM if event.actor is None else self._codes[event.actor],
                event.lane,
                event.nature,
                event.text,
                self._joined(self._sources, event.sources),
                _yes(event.decision_point),
                _yes(event.reveals_outcome),
                event.notes,
            )

    def knowledge(self) -> Iterator[tuple[str, ...]]:
        """Rows of `knowledge.csv`."""
        for row in self.rows(e.Knowledge).values():
            yield self._events[row.event], self._codes[row.person], row.at or "", row.how, row.notes

    def rules(self) -> Iterator[tuple[str, ...]]:
        """Rows of `rules.csv`."""
        for rule in self.rows(e.Rule).values():
            quality = (rule.available, rule.workable, rule.intelligible, rule.correct, rule.followed_locally)
            persons = self._joined(self._codes, rule.applies_to)
            sources = self._joined(self._sources, rule.sources)
            yield rule.label, rule.text, *quality, persons, sources, _yes(rule.reveals_outcome), rule.notes

    def factors(self) -> Iterator[tuple[str, ...]]:
        """Rows of `factors.csv`."""
        for factor in self.rows(e.Factor).values():
            events = self._joined(self._events, factor.events)
            sources = self._joined(self._sources, factor.sources)
            head = (factor.label, factor.framework, factor.category, factor.text)
            yield *head, events, sources, _yes(factor.reveals_outcome), factor.notes

    def csv(self, name: str, rows: Iterable[tuple[str, ...]]) -> bytes:
        """One CSV file with its header."""
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(form.COLUMNS[name])
        writer.writerows(rows)
        return out.getvalue().encode()

    @staticmethod
    def _joined(labels: dict[e.Id, str], ids: tuple[e.Id, ...]) -> str:
        return ";".join(labels[i] for i in ids)


def _yes(flag: bool) -> str:
    return "yes" if flag else "no"
