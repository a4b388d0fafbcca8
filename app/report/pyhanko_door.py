"""The one door to pyHanko: whatever it needs for networks is replaced by something that refuses.

Import this module where it is used, never at start: it brings pyHanko with it. pyHanko's operations are coroutines
that wait for nothing when nothing is fetched; `finished` runs them without an event loop, so that not even the
socket pair of a loop is opened.
"""

import logging
import sys
from collections.abc import Coroutine
from types import ModuleType
from typing import Any, Final, TypeVar

from app.domain.errors import NetworkAsked

_T = TypeVar("_T")


class _Refused(Exception):
    """Stands for every name of the absent client: may be named in annotations and `except`, never made or called."""

    def __init__(self, *_given: object, **_named: object) -> None:
        raise NetworkAsked


class _RefusingModule(ModuleType):
    """A module in place of a network client: it can be imported and named, and any use of it raises NetworkAsked."""

    def __getattr__(self, name: str) -> type[_Refused]:
        if name.startswith("__"):
            raise AttributeError(name)
        stand_in = type(name, (_Refused,), {})
        setattr(self, name, stand_in)
        return stand_in


sys.modules["aiohttp"] = _RefusingModule("aiohttp")

# pyHanko's log speaks of what stands in documents.
for _library in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_library).setLevel(logging.CRITICAL + 1)

from pyhanko.pdf_utils import generic as _generic  # noqa: E402 - the stand-in has to be there first
from pyhanko.pdf_utils.decode_limits import (  # noqa: E402
    DecodeLimits,
    DocumentDecodeBudget,
    StreamDecodeLimits,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: E402
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader  # noqa: E402
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, DiffResult, ModificationLevel  # noqa: E402
from pyhanko.sign.fields import FieldMDPSpec, MDPPerm, SigSeedSubFilter  # noqa: E402
from pyhanko.sign.general import as_signing_certificate_v2  # noqa: E402
from pyhanko.sign.signers.cms_embedder import (  # noqa: E402
    PdfCMSEmbedder,
    SigIOSetup,
    SigMDPSetup,
    SigObjSetup,
)
from pyhanko.sign.signers.pdf_byterange import SignatureObject  # noqa: E402
from pyhanko.sign.signers.pdf_cms import Signer  # noqa: E402
from pyhanko.sign.validation import async_validate_pdf_signature  # noqa: E402
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature  # noqa: E402
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel  # noqa: E402
from pyhanko_certvalidator import ValidationContext  # noqa: E402

PADES: Final = SigSeedSubFilter.PADES

generic: Any = _generic
"""pyHanko's objects; most of their constructors carry no types."""

__all__ = [
    "DEFAULT_DIFF_POLICY",
    "PADES",
    "DecodeLimits",
    "DiffResult",
    "DocumentDecodeBudget",
    "EmbeddedPdfSignature",
    "FieldMDPSpec",
    "HistoricalResolver",
    "IncrementalPdfFileWriter",
    "MDPPerm",
    "ModificationLevel",
    "PdfCMSEmbedder",
    "PdfFileReader",
    "PdfSignatureStatus",
    "SigIOSetup",
    "SigMDPSetup",
    "SigObjSetup",
    "SignatureCoverageLevel",
    "SignatureObject",
    "Signer",
    "StreamDecodeLimits",
    "ValidationContext",
    "as_signing_certificate_v2",
    "async_validate_pdf_signature",
    "finished",
    "generic",
]


def finished(work: Coroutine[Any, Any, _T]) -> _T:
    """The result of a coroutine that waits for nothing; NetworkAsked for one that does."""
    try:
        work.send(None)
    except StopIteration as end:
        result: _T = end.value
        return result
    work.close()
    raise NetworkAsked
