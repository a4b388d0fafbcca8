"""What the file says about itself: written by us only, and nothing of who, where or with which program.

reportlab's /Info (author, dates, producer) is taken out; the XMP packet names the document, the case and the head of
its journal. No conformance to PDF/A or PDF/UA is claimed.
"""

from collections.abc import Mapping, Sequence
from io import BytesIO
from xml.sax.saxutils import escape

from app.report.literal import plain
from app.report.roster import NAMESPACE, roster_xmp


def xmp(title: str, language: str, reference: str, head: str, fingerprints: Mapping[str, str]) -> bytes:
    """The XMP packet (ISO 16684-1): our own properties are reference, head and the fingerprints of who signs."""
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:evh="{NAMESPACE}">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(plain(title))}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<evh:reference>{escape(plain(reference))}</evh:reference>
<evh:head>{escape(plain(head))}</evh:head>{roster_xmp(fingerprints) if fingerprints else ""}
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>""".encode()


def finish(pdf: bytes, packet: bytes, language: str, bookmarks: Sequence[tuple[str, int]]) -> bytes:
    """The file with our metadata in place of reportlab's, bookmarks, and an identity made of its bytes alone."""
    import pikepdf
    from pikepdf import Dictionary, Name, String

    with pikepdf.open(BytesIO(pdf)) as document:
        root = document.Root
        for key in ("/PageMode", "/Outlines"):
            if key in root:
                del root[key]
        for key in ("/Info", "/ID"):
            if key in document.trailer:
                del document.trailer[key]
        for page in document.pages:
            if "/Trans" in page.obj:
                del page.obj["/Trans"]
        root.Lang = String(language)
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        root.Metadata = document.make_stream(packet, {"/Type": Name.Metadata, "/Subtype": Name.XML})
        with document.open_outline() as outline:
            outline.root.extend(pikepdf.OutlineItem(plain(title), page) for title, page in bookmarks)
        target = BytesIO()
        document.save(
            target,
            force_version="1.7",
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            compress_streams=True,
            deterministic_id=True,
        )
    return target.getvalue()
