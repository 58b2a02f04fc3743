"""The 版头 and 版记 of an official document, and the head of a letter; GB/T 9704—2012, 7.2, 7.4 and 10.1.

Red lines and marks are printed, not left to a pre-printed sheet. Lengths are twips.
"""

from collections.abc import Iterator
from datetime import date

from docx.document import Document as OpenDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Twips

from duban.reports.dispatch import Dispatch, number_left_open
from duban.reports.official_xml import CHARACTER_TWIPS, LINE_TWIPS, clean, run, text
from duban.reports.signing import BLANK
from duban.reports.wording import long_day

RED = "FF0000"
LINES_ABOVE, LINE = 3, 579
"""份号, 密级 and 紧急程度 have a line each at the top; without them the lines are empty."""
MARK_FROM_TOP = 1984
"""35 mm from the top of the 版心 to the top of the mark."""
LARGEST_MARK, SMALLEST_MARK = 62, 22
"""Points; a mark fits one line as long as it can."""
FOUR_MM = 227
UNDER_THE_NUMBER = 142
"""4 mm, less what an exact line of 28.95 pt leaves below its words."""
RED_LINE = 12
"""1.5 pt, in eighths of a point."""
THICK, THIN = 8, 6
"""Eighths of a point: 0.35 mm and 0.25 mm."""
SMALL_CHARACTER = 280
"""A character of 14 pt."""
LETTER = {
    # what                       twips
    "mark from top of page":      1701,   # 30 mm
    "line from bottom of page":   1134,   # 20 mm
    "left of the 版心":            454,   # 170 mm in the middle of the page
    "right of the 版心":           340,
}  # fmt: skip
HAIR = '<w:spacing w:line="20" w:lineRule="exact"/>'
EMU, SHAPE = 635, "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
COPIED_PER_LINE = 26
"""Characters of 14 pt beside 抄送：."""


def letterhead(sent: Dispatch, issuer: str, *, of: str, day: date) -> Iterator[str]:
    """Print the 版头 down to two lines below the red line; `of`: the number of the plan that the paper is on.

    Nothing is printed for a paper without an issuer.
    """
    if not issuer:
        return
    marks = [("Addressee", sent.copy_number and sent.copy_number.zfill(6)), ("Marking", sent.secrecy)]
    above = [text(words, style) for style, words in (*marks, ("Marking", sent.urgency)) if words]
    yield from above
    yield from [BLANK] * (LINES_ABOVE - len(above))
    yield _mark(f"{issuer}文件", before=MARK_FROM_TOP - LINES_ABOVE * LINE)
    yield from (BLANK, BLANK)
    yield _number(sent, sent.number or number_left_open(of, day.year))
    yield (
        f'<w:p><w:pPr><w:pStyle w:val="Blank"/>{_border("bottom", "single", RED_LINE)}'
        f'<w:spacing w:line="{UNDER_THE_NUMBER}" w:lineRule="exact"/></w:pPr></w:p>'
    )
    yield from (BLANK, BLANK)


def _mark(name: str, *, before: int, more: str = "") -> str:
    """The name of the issuer in red, as large as one line holds."""
    size = max(SMALLEST_MARK, min(LARGEST_MARK, LINE_TWIPS // (20 * len(name))))
    return (
        f'<w:p><w:pPr><w:pStyle w:val="IssuerMark"/>{more}'
        f'<w:spacing w:before="{before}" w:line="{size * 20}" w:lineRule="exact"/></w:pPr>'
        f'<w:r><w:rPr><w:color w:val="{RED}"/><w:sz w:val="{size * 2}"/><w:szCs w:val="{size * 2}"/></w:rPr>'
        f"<w:t>{clean(name)}</w:t></w:r></w:p>"
    )


def _number(sent: Dispatch, number: str) -> str:
    """In the middle; on a paper to those above one character in from the left, with who signs it on the right."""
    if not sent.upward:
        return text(number, "DocumentNumber")
    inside = f'<w:ind w:leftChars="100" w:left="{CHARACTER_TWIPS}" w:rightChars="100" w:right="{CHARACTER_TWIPS}"/>'
    return (
        '<w:p><w:pPr><w:pStyle w:val="DocumentNumber"/>'
        f'<w:tabs><w:tab w:val="right" w:pos="{LINE_TWIPS - CHARACTER_TWIPS}"/></w:tabs>{inside}<w:jc w:val="left"/>'
        f"</w:pPr>{run(number)}<w:r><w:tab/></w:r>{run('签发人：')}{run(sent.signer or '　　　', 'RunIn')}</w:p>"
    )


def _border(side: str, kind: str, eighths: int, *, space: int = 0, colour: str = RED) -> str:
    return f'<w:pBdr><w:{side} w:val="{kind}" w:sz="{eighths}" w:space="{space}" w:color="{colour}"/></w:pBdr>'


def colophon(sent: Dispatch, issuer: str, *, day: date) -> Iterator[str]:
    """Print the 版记 with its last line on the bottom of the last page: 抄送, then who printed it and when.

    A box on the bottom of the 版心 holds it: a table that floats is put elsewhere by older office programs.
    """
    if not issuer:
        return
    to_the_right = f'<w:tabs><w:tab w:val="right" w:pos="{LINE_TWIPS - SMALL_CHARACTER}"/></w:tabs>'
    printed = (
        f'<w:p><w:pPr><w:pStyle w:val="Colophon"/>{to_the_right}</w:pPr>{run(sent.printed_by or issuer)}'
        f"<w:r><w:tab/></w:r>{run(f'{long_day(day)}印发')}</w:p>"
    )
    copies = "，".join(sent.copies_to)
    rows = [*([text(f"抄送：{copies}。", "ColophonCopies")] if copies else []), printed]
    ruled = "".join(_row(row, first=row is rows[0], last=row is rows[-1]) for row in rows)
    table = (
        f'<w:tbl><w:tblPr><w:tblW w:w="{LINE_TWIPS}" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        '<w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{LINE_TWIPS}"/></w:tblGrid>{ruled}</w:tbl>'
    )
    lines = -(-len(copies) // COPIED_PER_LINE) + 1
    yield _hair(_on_the_bottom(table + _hair(""), height=lines * LINE + 40))


def _row(inside: str, *, first: bool, last: bool) -> str:
    sides = (("top", THICK if first else THIN), ("bottom", THICK if last else THIN))
    lines = "".join(f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>' for side, size in sides)
    return (
        f'<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="{LINE_TWIPS}" w:type="dxa"/>'
        f'<w:tcBorders>{lines}</w:tcBorders><w:vAlign w:val="center"/></w:tcPr>{inside}</w:tc></w:tr>'
    )


def _hair(inside: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="Blank"/>{HAIR}</w:pPr>{inside}</w:p>'


def _on_the_bottom(inside: str, *, height: int) -> str:
    """A box without lines, as wide as the 版心 and on its bottom; the text keeps above it."""
    wide, high = LINE_TWIPS * EMU, height * EMU
    return (
        f'<w:r><w:drawing><wp:anchor {nsdecls("wp")} distT="0" distB="0" distL="0" distR="0" simplePos="0"'
        ' relativeHeight="2" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="0"><wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="margin"><wp:align>left</wp:align></wp:positionH>'
        '<wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>'
        f'<wp:extent cx="{wide}" cy="{high}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapTopAndBottom/>'
        f'<wp:docPr id="1" name="版记"/><wp:cNvGraphicFramePr/><a:graphic {nsdecls("a")}>'
        f'<a:graphicData uri="{SHAPE}"><wps:wsp xmlns:wps="{SHAPE}"><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm>'
        f'<a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f"<a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr><wps:txbx><w:txbxContent>{inside}</w:txbxContent></wps:txbx>"
        '<wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="b"/></wps:wsp></a:graphicData></a:graphic>'
        "</wp:anchor></w:drawing></w:r>"
    )


def as_letter(document: OpenDocument, issuer: str) -> None:
    """Make an empty document a letter: the issuer's name on top of its first page, red double lines, no number there.

    One without an issuer stays as it is.
    """
    if not issuer:
        return
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.header_distance = Twips(LETTER["mark from top of page"])
    usual, section.footer_distance = section.footer_distance, Twips(LETTER["line from bottom of page"])
    lower = Twips((usual or section.footer_distance).twips - LETTER["line from bottom of page"])
    for footer in (section.footer, section.even_page_footer):  # the number of a second page stays where it was
        footer.paragraphs[0].paragraph_format.space_after = lower
    wide = f'<w:ind w:left="-{LETTER["left of the 版心"]}" w:right="-{LETTER["right of the 版心"]}"/>'
    top = _border("bottom", "thickThinSmallGap", 24) + f'<w:spacing w:line="{FOUR_MM}" w:lineRule="exact"/>{wide}'
    bottom = _border("bottom", "thinThickSmallGap", 24) + f'<w:spacing w:line="20" w:lineRule="exact"/>{wide}'
    _fill(section.first_page_header, _mark(issuer, before=0), _blank(top))
    _fill(section.first_page_footer, _blank(bottom))


def _blank(props: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="Blank"/>{props}</w:pPr></w:p>'


def _fill(place: object, *paragraphs: str) -> None:
    place.is_linked_to_previous = False  # type: ignore[attr-defined]
    element = place._element  # type: ignore[attr-defined]
    for old in list(element):
        element.remove(old)
    for one in paragraphs:
        element.append(parse_xml(one.replace("<w:p>", f"<w:p {nsdecls('w')}>", 1)))
