"""Who can open a case: every slot of the key file held against the roster (trust.md 2.3)."""

from collections.abc import Sequence

from app.domain import entries as e
from app.domain.roster import RECOVERY
from app.domain.verdict import Collector, Part, Result
from app.domain.words import QT_TRANSLATE_NOOP
from app.storage.keyfile import Slot
from app.storage.keys_in_force import Checked


def ways_in(slots: Sequence[Slot], entries: list[Checked]) -> Part:
    """Every slot belongs to somebody on the roster, or to the recovery code that the record tells of.

    A slot under another key than its seat's is broken. One that the record does not tell of is not proved: a step cut
    short leaves such a slot, and so does somebody who gives himself a way in.
    """
    in_force, retired = _roster(entries)
    broken, strange = (
        Collector(QT_TRANSLATE_NOOP("verdict", "Ways in")),
        Collector(QT_TRANSLATE_NOOP("verdict", "Ways in")),
    )
    for slot in slots:
        if slot.id in retired:
            strange.add(
                None,
                QT_TRANSLATE_NOOP("verdict", "Seat {seat} is retired, but its slot is still there.").format(
                    seat=slot.id
                ),
            )
        elif slot.id not in in_force:
            strange.add(
                None,
                QT_TRANSLATE_NOOP("verdict", "The record does not tell of a slot for seat {seat}.").format(
                    seat=slot.id
                ),
            )
        elif in_force[slot.id] != slot.pk and slot.id.startswith(RECOVERY):
            strange.add(
                None,
                QT_TRANSLATE_NOOP(
                    "verdict", "The recovery code that opens this case is not the one the record tells of."
                ),
            )
        elif in_force[slot.id] != slot.pk:
            broken.add(
                None,
                QT_TRANSLATE_NOOP("verdict", "The slot of seat {seat} has another key than the roster.").format(
                    seat=slot.id
                ),
            )
    if not broken.clean:
        return broken.part("", QT_TRANSLATE_NOOP("verdict", "Slots do not belong to the people they name."))
    found = strange.part(
        QT_TRANSLATE_NOOP(
            "verdict", "Every slot of the key file belongs to somebody on the roster, or to the recovery code."
        ),
        QT_TRANSLATE_NOOP(
            "verdict", "Somebody can open this case of whom the record does not tell, or a step was cut short."
        ),
    )
    return found if strange.clean else Part(found.name, Result.NOT_PROVED, found.text, found.findings, found.more)


def _roster(entries: list[Checked]) -> tuple[dict[str, str], set[str]]:
    in_force: dict[str, str] = {}
    retired: set[str] = set()
    for entry in entries:
        match entry.payload:
            case e.MemberEnrolled(id=seat, keys=keys):
                in_force[seat] = keys.kem
            case e.RecoveryMade(seat=seat, key=key):
                in_force[seat] = key
            case e.MemberRetired(seat=seat):
                in_force.pop(seat, None)
                retired.add(seat)
    return in_force, retired
