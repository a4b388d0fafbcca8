"""Order rules of the roster: who joins by whom, who is retired by which decision, whose entries still count."""

from app.domain import decisions
from app.domain import entries as e
from app.domain.roster import manages, votes
from app.domain.words import QT_TRANSLATE_NOOP


class PeopleRules:
    """The roster at one place of a log, and the decisions that were not carried out yet."""

    def __init__(self) -> None:
        self._in_force: dict[str, int] = {}
        self._ever: set[str] = set()
        self._decided: dict[int, tuple[e.Decision, int | None]] = {}
        self._lost: set[str] = set()

    def in_force(self, seat: str) -> bool:
        """True if this seat may write."""
        return seat in self._in_force

    @property
    def seats(self) -> list[str]:
        """Every seat in force."""
        return list(self._in_force)

    @property
    def members(self) -> list[str]:
        """The seats in force that vote."""
        return [seat for seat in self._in_force if votes(seat)]

    def decided(self, seq: int) -> tuple[e.Decision, int | None] | None:
        """The decision at this entry that nothing has carried out yet, and the entry it is about."""
        return self._decided.get(seq)

    def carried_out(self, seq: int) -> None:
        """A decision is carried out once."""
        self._decided.pop(seq, None)

    def fault(self, actor: str, of: int | None, payload: e.Payload, seq: int) -> str | None:
        """What is wrong with an act about people at this place."""
        match payload:
            case e.MemberEnrolled():
                return self._enrolled(actor, payload, first=seq == 1)
            case e.Decision():
                return decisions.fault(payload, of, self._in_force) or self._decision(payload, seq)
            case e.MemberRetired():
                return self._retired(actor, of, payload)
            case e.RecoveryMade():
                return None if manages(actor) else QT_TRANSLATE_NOOP("order", "is the case manager's to do")
            case _:
                return None

    def note(self, seq: int, of: int | None, payload: e.Payload) -> None:
        """Take the effect of a good act."""
        match payload:
            case e.MemberEnrolled():
                self._in_force[payload.id] = seq
                self._ever.add(payload.id)
                self._lost.discard(payload.replaces)
            case e.Decision():
                self._decided[seq] = (payload, of)
            case e.MemberRetired():
                decision, _ = self._decided[of or 0]
                if decision.what == decisions.REPLACE:
                    self._lost.add(payload.seat)
                del self._in_force[payload.seat]
                self.carried_out(of or 0)
            case _:
                pass

    def _enrolled(self, actor: str, member: e.MemberEnrolled, *, first: bool) -> str | None:
        if member.id in self._ever:
            return QT_TRANSLATE_NOOP("order", "gives a seat that somebody has or had")
        if first:
            return (
                None
                if manages(member.id) and actor == member.id
                else QT_TRANSLATE_NOOP("order", "is not the case manager's own seat")
            )
        if member.replaces:
            same_kind = member.replaces[:1] == member.id[:1]
            return (
                None
                if member.replaces in self._lost and same_kind
                else QT_TRANSLATE_NOOP("order", "takes the place of a seat not retired")
            )
        if not votes(member.id):
            return QT_TRANSLATE_NOOP("order", "gives a seat that only the first person has")
        return None if manages(actor) else QT_TRANSLATE_NOOP("order", "is the case manager's to do")

    def _decision(self, decision: e.Decision, seq: int) -> str | None:
        if not 0 <= decision.seq < seq:
            return QT_TRANSLATE_NOOP("order", "was made on a record that did not exist")
        if decision.what in decisions.ABOUT_A_SEAT and decision.seat not in self._in_force:
            return QT_TRANSLATE_NOOP("order", "is about a seat that is not in force")
        if decision.what == decisions.REMOVE and not votes(decision.seat):
            return QT_TRANSLATE_NOOP("order", "removes somebody who is no member")
        return None

    def _retired(self, actor: str, of: int | None, retired: e.MemberRetired) -> str | None:
        found = self._decided.get(-1 if of is None else of)
        if found is None or found[0].what not in (decisions.REMOVE, decisions.REPLACE):
            return QT_TRANSLATE_NOOP("order", "follows from no decision, or from one carried out already")
        if found[0].seat != retired.seat or retired.seat not in self._in_force:
            return QT_TRANSLATE_NOOP("order", "is not what was decided")
        return QT_TRANSLATE_NOOP("order", "is signed by the seat it retires") if actor == retired.seat else None
