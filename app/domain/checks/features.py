"""What the classifier sees of a text: word and letter sequences, word kinds and a few signs of grammar."""

import re
from collections.abc import Iterable

_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)?|#|[^\w\s]|\w+")
_CODE = re.compile(r"\b(?:[A-Z]{1,4}-?\d{1,3}|[A-Z][A-Za-z]{1,5}-\d{1,3})\b")
_NAMED = re.compile(r"\b(Dr|Mr|Mrs|Ms|Miss|Professor|Prof|Sister|Nurse|Matron)\.? [A-Z](?:[a-z]+)?\b")
_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
_LETTERS = 5
# A longer text is judged in pieces; nothing here is asked about more than this.
MOST_CHARACTERS = 1200

_KINDS: dict[str, str] = {}


def _kind(name: str, words: str) -> None:
    for word in words.split():
        _KINDS[word] = name


_kind("I", "i we me us my our myself ourselves i'm i'd i've i'll we're we'd we've")
_kind("HE", "he she him her his hers himself herself he's she's he'd she'd")
_kind("THEY", "they them their theirs themselves they'd they're")
_kind("YOU", "you your yours yourself you'd you're you've you'll one's")
_kind("IT", "it its itself it's")
_kind("THAT", "this that these those that's")
_kind("DET", "a an the")
_kind("ANY", "any anyone anybody anything every everyone everybody everything all always each whoever whole entire")
_kind("NONE", "no none nobody nothing never neither nor nowhere nil without zero")
_kind(
    "NOT", "not didn't don't doesn't wasn't weren't hadn't isn't aren't couldn't wouldn't shouldn't can't won't cannot"
)
_kind("MODAL", "should would could might may must ought can will shall wld cld shld")
_kind("BE", "is are was were be been being am")
_kind("HAVE", "have has had having")
_kind("DO", "do does did doing done")
_kind("IF", "if whether unless had")
_kind("WH", "what who whom whose which why how when where")
_kind("SO", "so therefore thus hence because since as means proves shows proof reason cause that's why d/t")
_kind("BUT", "but however although though yet still")
_kind("ONLY", "only just simply merely even mere single one")
_kind(
    "TIMEW",
    "then now later after before until afterwards already still tomorrow today tonight next day days hour hours",
)
_kind("DIE", "dead died death dies die dying killed kills kill body coffin grave funeral rip lost fatal buried corpse")
_kind("WELL", "recovered fine well unharmed survived alive safe better harm discharged healthy happily home")
_kind(
    "KIN",
    "mother father mum dad daughter son wife husband sister brother child children baby boy girl grandad grandmother"
    " parents family grandchildren widow dtr little",
)
_kind(
    "STAFF",
    "nurse nurses doctor doctors registrar consultant surgeon midwife midwives carer carers crew paramedic"
    " radiographer radiologist pharmacist gp staff team reception receptionist manager matron sister dispatcher"
    " technician"
    " practitioner anaesthetist clinician clinicians locum agency porter hca reg cons rn sn fy f1 f2 ward trust"
    " hospital surgery",
)
_kind("PATIENT", "patient patients pt pts resident residents res lady gentleman man woman client mother-to-be")
_kind(
    "MIND", "knew know knows thought thinks felt wanted hoped cared minded decided chose assumed believed realised saw"
)
_kind(
    "PAPER", "policy protocol guideline guidance procedure rule rules checklist sop standard pathway plan form section"
)
_kind(
    "SEE", "see saw seen look looked glance eyes blind obvious clear plain sign signs showed warning screaming shouting"
)
_kind("SAID", "said says told asked wrote writes states recalls reports reported stated describes according")


def _word_kind(token: str) -> str:
    kind = _KINDS.get(token)
    if kind is not None:
        return kind
    if len(token) > 4:
        if token.endswith("ing"):
            return "ing"
        if token.endswith("ed"):
            return "ed"
        if token.endswith("ly"):
            return "ly"
    return token if len(token) < 3 else "w"


def _anonymous(text: str) -> str:
    """The text with names, codes and numbers as their kind: nobody is recognised by a name."""
    text = text.replace("\u2019", "'").replace("\u2018", "'").replace("\u201c", '"').replace("\u201d", '"')
    text = _CODE.sub("qcode", text)
    text = _NAMED.sub("qname", text)
    return _NUMBER.sub("#", text).lower()


def tokens(text: str) -> list[str]:
    """The words and signs of a text, with names, codes and numbers as their kind."""
    return _TOKEN.findall(_anonymous(text))


def _runs(words: list[str], mark: str, longest: int) -> Iterable[str]:
    previous = words
    for word in words:
        yield mark + word
    for step in range(1, longest):
        previous = [left + " " + right for left, right in zip(previous, words[step:], strict=False)]
        for run in previous:
            yield mark + run


def features(text: str) -> set[str]:
    """The features of one text (a sentence, or a few short ones), without order or number."""
    words = tokens(text[:MOST_CHARACTERS])
    found: set[str] = set()
    bounded = ["<", *words, ">"]
    found.update(_runs(bounded, "=", 3))
    found.update(["+" + left + " " + right for left, right in zip(bounded, bounded[2:], strict=False)])
    kinds = ["<", *[_word_kind(word) for word in words], ">"]
    found.update(_runs(kinds, "%", 4))
    letters = " " + " ".join(words) + " "
    found.update([letters[at : at + _LETTERS] for at in range(len(letters) - _LETTERS + 1)])
    found.add("~" + str(min(len(words) // 5, 8)))
    return found
