"""`python -m tests.bench.language`: every figure of the language check and of the leak check, in one table.

Prints the dev part, which was read while the check was made and is in what the shipped classifiers learned from: good
for seeing that nothing got worse, no measure of quality. `--test` prints the test part, which nobody read: the measure,
for the end of a piece of work and never for tuning.
"""

import argparse
import sys
import time

from app.domain.checks.findings import Field
from app.domain.checks.language import LanguageCheck
from app.domain.checks.leaks import LeakCheck
from app.storage import language_files
from tests.bench.language import figures
from tests.bench.language.corpus import sentences


def language(part: str, check: LanguageCheck) -> None:
    """The table of the language check."""
    rows = sentences(part)
    given = figures.flags(check, rows)
    seen = "" if part == "test" else " (seen in the making: no measure of quality)"
    print(f"Language check, {part} part{seen}: {len(rows)} sentences, {sum(bool(row.labels) for row in rows)} labelled")
    print(f"{'':<44} {'share':>6}   95 % limits   n")
    for share in figures.any_flag(given):
        print(share.line())
    print("hard negatives flagged, by guard")
    for share in figures.by_group(given, lambda row: row.guard):
        print(share.line())
    print(f"{'label':<20} {'prec':>6} {'recall':>6} {'F1':>6} {'n':>5}")
    table = figures.per_label(given)
    for name, precision, recall, score, count in table:
        print(f"{name:<20} {precision:6.3f} {recall:6.3f} {score:6.3f} {count:5d}")
    print(f"{'macro-F1':<34} {sum(row[3] for row in table) / len(table):6.3f}")


def samples(check: LanguageCheck) -> None:
    """The sample cases; their texts were seen while the check was made."""
    print("Sample cases (seen while the check was made)")
    for share in figures.samples(check):
        print(share.line())


def leak_table(part: str, check: LeakCheck) -> None:
    """The table of the leak check."""
    print(f"Leak check, {part} part{'' if part == 'test' else ' (seen in the making)'}")
    for share in figures.leak_shares(check, part):
        print(share.line())


def speeds(check: LanguageCheck) -> None:
    """How fast, on this machine."""
    text = figures.long_text(400_000)
    print("Speed on this machine, one core, by processor time")
    print(f"{'patterns alone, characters a second':<44} {figures.speed(check.hits, text):,.0f}")
    print(f"{'everything, characters a second':<44} {figures.speed(check.check, text):,.0f}")
    paragraph = text[:600]
    start = time.process_time()
    for _ in range(20):
        check.check(paragraph, Field.NARRATIVE)
    print(f"{'a paragraph of 600 characters, ms':<44} {(time.process_time() - start) * 50:.1f}")


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.language", description=__doc__)
    parser.add_argument("--test", action="store_true", help="the untouched test part instead of dev")
    args = parser.parse_args()
    start = time.process_time()
    check = LanguageCheck(language_files.language_data())
    loading = time.process_time() - start
    part = "test" if args.test else "dev"
    language(part, check)
    leak_table(part, LeakCheck(language_files.leak_data()))
    samples(check)
    speeds(check)
    print(f"{'loading, s':<44} {loading:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
