"""The way through the instrument so far, as the chips of one act's page."""

from app.domain.act_shown import ActShown
from app.domain.graphs import Answer, Question
from ui.widgets.path import State, StepView
from ui.words import translate


def path_of(shown: ActShown, here: Question | None) -> list[StepView]:
    """A chip for each answered question, one for the open one; later questions are not shown."""
    now = here.id if here is not None else ""
    views = []
    for step in shown.steps:
        state = State.NOW if step.question.id == now else State.DONE
        text = f"{step.question.short}: {_short(step.answer)}"
        views.append(StepView(text, f"{step.question.text} {step.words}", state))
    if shown.question is not None:
        asked = shown.question.id == now
        views.append(StepView(shown.question.short, shown.question.text, State.NOW if asked else State.NEXT))
        if asked and shown.at_most > len(views):
            following = translate("act", "next")
            views.append(StepView(following, translate("act", "Further questions follow"), State.NEXT))
    return views


def _short(answer: Answer) -> str:
    return {
        Answer.YES: translate("act", "yes"),
        Answer.NO: translate("act", "no"),
        Answer.NOT_ESTABLISHED: translate("act", "not established"),
    }[answer]
