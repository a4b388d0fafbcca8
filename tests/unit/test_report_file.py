"""What is promised about the file itself: what is in it, what is not, and what making it touches."""

import getpass
import hashlib
import os
import platform
import re
import socket
import subprocess
import sys
import time
from pathlib import Path
from unicodedata import category

import pikepdf
import pytest

from app.domain.categories import Category
from app.report import look
from app.report.canvas import PageCanvas
from app.report.document import render
from app.report.fonts import UNPRINTABLE
from app.report.layout import A4
from app.report.lines import width
from app.report.marks import COLOURS, draw_mark
from app.report.path_figure import clipped
from app.report.pen import Pen
from tests import report_values
from tests.printed import opened, pages, printed, run

PROJECT = Path(__file__).resolve().parent.parent.parent
EVERY = sorted(report_values.ALL)
SMALL = [name for name in EVERY if name != "huge"]


# ------------------------------------------------------------------------------------- what is in it


@pytest.mark.parametrize("name", EVERY)
def test_every_font_is_embedded_as_a_subset_and_maps_back_to_text(name: str) -> None:
    rows = run("pdffonts", "-", stdin=printed(name).pdf).splitlines()[2:]
    assert rows
    for row in rows:
        family, *_ = row.split()
        assert re.fullmatch(r"[A-Z]{6}\+(IBMPlex(Sans|Mono)|NotoSans)-\w+", family)
        assert row.split()[-5:-2] == ["yes", "yes", "yes"]


@pytest.mark.parametrize("name", SMALL)
def test_no_font_maps_a_place_to_nothing_or_to_a_character_that_is_never_drawn(name: str) -> None:
    maps = 0
    with opened(printed(name).pdf) as document:
        for item in document.objects:
            if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item:
                program = item.ToUnicode.read_bytes().decode()
                codes = re.findall(r"^<\w\w> <(\w{4,8})>$", program, re.MULTILINE)
                letters = [bytes.fromhex(code).decode("utf-16-be") for code in codes]
                assert len(letters) >= 90
                assert all(category(letter) not in UNPRINTABLE for letter in letters)
                maps += 1
    assert maps >= 3


@pytest.mark.parametrize("name", EVERY)
def test_another_program_finds_no_fault_in_the_file(name: str, tmp_path: Path) -> None:
    file = tmp_path / "determination.pdf"
    file.write_bytes(printed(name).pdf)
    assert "No syntax or stream encoding errors found" in run("qpdf", "--check", str(file))


@pytest.mark.parametrize("name", EVERY)
def test_the_file_says_of_itself_only_its_title_its_case_its_head_and_its_certificates(name: str) -> None:
    value = report_values.ALL[name]()
    pdf = printed(name).pdf
    assert pdf.startswith(b"%PDF-1.7\n")
    with opened(pdf) as document:
        assert set(document.trailer.keys()) == {"/Root", "/Size", "/ID"}
        assert set(document.Root.keys()) == {
            "/Type",
            "/Pages",
            "/Lang",
            "/ViewerPreferences",
            "/Metadata",
            "/Outlines",
        }
        assert str(document.Root.Lang) == "en-GB"
        assert dict(document.Root.ViewerPreferences) == {"/DisplayDocTitle": True}
        for page in document.pages:
            assert set(page.obj.keys()) == {"/Type", "/Parent", "/MediaBox", "/Rotate", "/Resources", "/Contents"}
        packet = document.Root.Metadata.read_bytes().decode()
    names = set(re.findall(r"<((?:dc|evh|pdf|xmp|pdfaid|pdfuaid)\w*:\w+)", packet))
    sealed = {"evh:certificates"} if value.seal and not value.missing else set()
    assert names == {"dc:format", "dc:title", "dc:language", "evh:reference", "evh:head"} | sealed
    if name == "example":
        assert f"<evh:head>{value.record.head}</evh:head>" in packet
        assert f"<evh:reference>{value.reference}</evh:reference>" in packet


def test_the_head_on_paper_is_the_head_in_the_file() -> None:
    text = "".join("".join(pages("example")).split())
    with opened(printed("example").pdf) as document:
        head = re.search(r"<evh:head>(\w+)</evh:head>", document.Root.Metadata.read_bytes().decode())
    assert head
    assert head.group(1) in text


@pytest.mark.parametrize("name", SMALL)
def test_nothing_in_the_file_is_live_or_hidden(name: str) -> None:
    forbidden = {
        "/JavaScript",
        "/JS",
        "/AA",
        "/OpenAction",
        "/Launch",
        "/URI",
        "/EmbeddedFiles",
        "/AF",
        "/OCProperties",
        "/AcroForm",
        "/Annots",
        "/XObject",
        "/XFA",
    }
    with opened(printed(name).pdf) as document:
        for item in document.objects:
            keys = set(item.keys()) if isinstance(item, pikepdf.Dictionary | pikepdf.Stream) else set()
            assert not keys & forbidden


def everything(pdf: bytes) -> bytes:
    """All bytes of a file, streams unpacked, except those of the embedded fonts."""
    parts = []
    with opened(pdf) as document:
        for item in document.objects:
            if isinstance(item, pikepdf.Stream):
                parts.append(item.unparse())
                if "/Length1" not in item:
                    parts.append(item.read_bytes())
            elif isinstance(item, pikepdf.Object):
                parts.append(item.unparse(resolved=True))
    return b"\n".join(parts)


def test_the_file_tells_nothing_of_the_computer_or_the_programs_that_made_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("USER", "LOGNAME", "USERNAME", "HOME", "USERPROFILE", "HOSTNAME", "COMPUTERNAME"):
        monkeypatch.setenv(variable, f"needle-{variable}")
    monkeypatch.setattr(socket, "gethostname", lambda: "needle-host")
    monkeypatch.setattr(platform, "node", lambda: "needle-node")
    monkeypatch.setattr(getpass, "getuser", lambda: "needle-user")
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    needles = ["needle", str(PROJECT), str(Path.home()), "reportlab", "pikepdf", "qpdf", "site-packages", "anonymous"]
    needles += ["unspecified", "helvetica", "/creationdate", "/moddate", "/producer", "/author", "20330518"]
    for name in SMALL:
        content = everything(render(report_values.ALL[name]()).pdf).lower()
        for needle in needles:
            assert needle.lower().encode() not in content, needle


# ------------------------------------------------------------------------------ what making it does

_EVENTS: list[tuple[str, str]] = []
_LISTENING = [False]
_TOUCHING = ("open", "os.", "socket.", "subprocess.", "urllib.", "ftplib.", "http.", "tempfile.", "shutil.")


def _listen(event: str, arguments: tuple[object, ...]) -> None:
    if _LISTENING[0] and event.startswith(_TOUCHING):
        _EVENTS.append((event, str(arguments[:1])))


@pytest.fixture(scope="module")
def listening() -> list[tuple[str, str]]:
    """What touches disk, network or other programs while `_LISTENING`; a hook cannot be taken away again."""
    sys.addaudithook(_listen)
    return _EVENTS


@pytest.mark.parametrize("name", ["hostile", "cabinet", "draft"])
def test_rendering_opens_no_file_no_connection_and_no_program(name: str, listening: list[tuple[str, str]]) -> None:
    value = report_values.ALL[name]()
    render(value)  # fonts and modules are loaded once
    listening.clear()
    _LISTENING[0] = True
    try:
        render(value)
    finally:
        _LISTENING[0] = False
    assert listening == []


def test_the_listener_hears_a_file_that_is_opened(listening: list[tuple[str, str]], tmp_path: Path) -> None:
    listening.clear()
    _LISTENING[0] = True
    try:
        (tmp_path / "x").write_text("x", encoding="utf-8")
    finally:
        _LISTENING[0] = False
    assert any(event == "open" for event, _ in listening)


def test_no_word_of_the_case_stays_in_memory_that_we_keep() -> None:
    render(report_values.cabinet())
    assert width.cache_info().currsize == clipped.cache_info().currsize == 0


def test_no_scheme_is_trusted_by_the_drawing_library() -> None:
    render(report_values.empty())
    from reportlab import rl_config

    assert rl_config.trustedSchemes == []


def in_another_process(code: str, **environment: str) -> str:
    """What a fresh interpreter prints."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=PROJECT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        check=True,
        text=True,
    )
    return done.stdout.strip()


def test_another_process_zone_locale_and_hash_seed_give_the_same_bytes() -> None:
    code = (
        "import hashlib; from tests import report_values; from app.report.document import render; "
        "print(hashlib.sha256(render(report_values.cabinet()).pdf).hexdigest())"
    )
    ours = hashlib.sha256(printed("cabinet").pdf).hexdigest()
    assert in_another_process(code, PYTHONHASHSEED="7", TZ="Asia/Kathmandu", LC_ALL="C") == ours


def test_the_door_costs_no_heavy_import_before_something_is_printed() -> None:
    code = "import app.report.document, sys; print([m for m in ('reportlab', 'pikepdf', 'PIL') if m in sys.modules])"
    assert in_another_process(code) == "[]"


# --------------------------------------------------------------------------------- in grey, by shape


def luminance(colour: tuple[float, float, float]) -> float:
    """Relative luminance (WCAG 2.2)."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def grey(colour: tuple[float, float, float]) -> tuple[float, float, float]:
    """What a grey printer makes of a colour (Rec. 601 luma)."""
    value = 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]
    return value, value, value


def contrast(a: tuple[float, float, float], b: tuple[float, float, float]) -> float:
    """Contrast ratio (WCAG 2.2)."""
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def rgb(token: str) -> tuple[float, float, float]:
    """A token of the design as numbers."""
    red, green, blue = (int(token[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def colours_of_text(pdf: bytes) -> set[tuple[float, float, float]]:
    """The fill colours under which text is shown in a file."""
    found = set()
    with opened(pdf) as document:
        for page in document.pages:
            now = (0.0, 0.0, 0.0)
            for instruction in pikepdf.parse_content_stream(page):
                operator, operands = str(instruction.operator), instruction.operands
                if operator == "rg":
                    now = (float(operands[0]), float(operands[1]), float(operands[2]))
                if operator in ("Tj", "TJ"):
                    found.add((round(now[0], 2), round(now[1], 2), round(now[2], 2)))
    return found


@pytest.mark.parametrize("name", SMALL)
def test_every_text_can_be_read_in_grey_on_paper_and_on_the_watermark(name: str) -> None:
    mark = rgb(look.WATERMARK)
    faint = {(round(mark[0], 2), round(mark[1], 2), round(mark[2], 2))}
    colours = colours_of_text(printed(name).pdf) - faint
    assert len(colours) >= 2
    for colour in colours:
        for ground in (look.SURFACE, look.SUNKEN, look.WATERMARK):
            assert contrast(grey(colour), grey(rgb(ground))) >= 4.5
            assert contrast(colour, rgb(ground)) >= 4.5


def test_ink_can_be_read_in_grey_on_the_end_of_a_path() -> None:
    assert contrast(grey(rgb(look.INK)), grey(rgb(look.SELECT))) >= 4.5


@pytest.mark.parametrize("category", list(Category))
def test_the_mark_of_a_category_can_be_seen_in_grey(category: Category) -> None:
    for ground in (look.SURFACE, look.SELECT, look.WATERMARK):
        assert contrast(grey(rgb(COLOURS[category])), grey(rgb(ground))) >= 4.5


def shape(category: Category) -> str:
    """The operators that draw a mark, without its colour."""
    canvas = PageCanvas("unwritten", (A4.width, A4.height), "en-GB")
    draw_mark(Pen(canvas, A4, {}), category, 100, 100, 16)
    return "\n".join(line for line in canvas._code if not line.endswith((" rg", " RG", "BMC", "EMC")))


def test_seven_categories_are_told_apart_by_shape_alone() -> None:
    squares = {Category.RECKLESS, Category.KNOWING_HARM, Category.PURPOSE}
    shapes = {category: shape(category) for category in Category}
    assert len(set(shapes.values())) == len(Category) - len(squares) + 1
    assert len({shapes[category] for category in squares}) == 1
    assert len({category.label for category in Category}) == len(Category)


def test_marks_are_drawn_and_never_typed() -> None:
    for kind in Category:
        assert "Tj" not in shape(kind)
        assert any(operator in shape(kind) for operator in (" l", " c", " m"))
