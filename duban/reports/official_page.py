"""An empty official document after GB/T 9704—2012: page, grid, styles, page numbers.

Chapters of the standard: 5.2 page and 版心, 5.3 and 7.3 type and lines, 7.5 page numbers. Fonts are named, not
embedded; where one is missing the reader's machine puts another in its place.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.document import Document as OpenDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Twips

FANGSONG, HEITI, KAITI, XIAOBIAOSONG, SONG = "仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体", "宋体"
# fmt: off
SUBSTITUTES = (
    # font        else                family
    (FANGSONG,    "仿宋",             "modern"),
    (KAITI,       "楷体",             "modern"),
    (XIAOBIAOSONG, "华文中宋",        "roman"),
    (HEITI,       "SimHei",           "swiss"),
    (SONG,        "SimSun",           "roman"),
)
# fmt: on
LINE = 579
"""28.95 pt: 22 lines in 225 mm."""
"""Styles say lines and characters themselves and stay off the page's grid: LibreOffice gives a character of 16 pt two
cells of a grid of 15.79 pt."""
BODY_SIZE = 32
TIGHTER = -5
"""A quarter of a point less after each character of 16 pt: 28 of them fill the line."""
TITLE_LINE = 640
TABLE_LINE, NUMBER_LINE = 360, 280

# fmt: off
PAGE = {
    # what                twips
    "page_width":         11906,   # 210 mm
    "page_height":        16838,   # 297 mm
    "top_margin":          2098,   # 37 mm 天头
    "left_margin":         1588,   # 28 mm 订口
    "bottom_margin":       1984,   # 35 mm
    "right_margin":        1474,   # 26 mm
    "header_distance":      851,
    "footer_distance":     1447,   # the dash of the number, in the middle of its line, is 7 mm below the 版心
}


@dataclass(frozen=True, slots=True)
class Look:
    """How a kind of paragraph looks: half-points of type, exact twips of line, XML of the indent."""

    id: str
    name: str
    font: str
    size: int
    line: int = LINE
    align: str = "both"
    indent: str = ""
    outline: int | None = None


CLOSE_TO_DIGITS = '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
"""No gap between a figure and the word beside it, so that 12月31日 fits its column."""
FLUSH = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
"""Said, not left out: LibreOffice lets its own Title and caption styles inherit from Normal."""
TWO_IN = '<w:ind w:firstLineChars="200" w:firstLine="632"/>'
MARKED = '<w:ind w:leftChars="600" w:left="1896" w:hangingChars="400" w:hanging="1264"/>'
UNMARKED = '<w:ind w:leftChars="600" w:left="1896" w:hangingChars="100" w:hanging="316"/>'
ONE_IN = '<w:ind w:leftChars="100" w:left="280" w:rightChars="100" w:right="280"/>'
COPIES = ONE_IN.replace('w:leftChars="100" w:left="280"', 'w:leftChars="400" w:left="1120"').replace(
    "/>", ' w:hangingChars="300" w:hanging="840"/>'
)
LOOKS = (
    #    id              name             font          half-points  line         align      indent          outline
    Look("Normal",       "Normal",        FANGSONG,     32, LINE,       "both",   TWO_IN),
    Look("Title",        "Title",         XIAOBIAOSONG, 44, TITLE_LINE, "center"),
    Look("Heading1",     "heading 1",     HEITI,        32, LINE,       "both",   TWO_IN,         0),
    Look("Blank",        "blank line",    FANGSONG,     32, LINE,       "both"),
    Look("Addressee",    "addressee",     FANGSONG,     32, LINE,       "left"),
    Look("Caption",      "caption",       HEITI,        28, LINE,       "center"),
    Look("AnnexList",    "annex list",    FANGSONG,     32, LINE,       "left",   MARKED),
    Look("AnnexNext",    "annex list, next", FANGSONG,  32, LINE,       "left",   UNMARKED),
    Look("AnnexMark",    "annex mark",    HEITI,        32, LINE,       "left",   "",             0),
    Look("SignedBy",     "signed by",     FANGSONG,     32, LINE,       "right"),
    Look("Marking",      "marking",       HEITI,        32, LINE,       "left"),
    Look("IssuerMark",   "issuer mark",   XIAOBIAOSONG, 44, LINE,       "center"),
    Look("DocumentNumber", "document number", FANGSONG, 32, LINE,       "center"),
    Look("Colophon",     "colophon",      FANGSONG,     28, LINE,       "left",   ONE_IN),
    Look("ColophonCopies", "colophon, copies", FANGSONG, 28, LINE,      "left",   COPIES),
    Look("TableText",    "table text",    FANGSONG,     24, TABLE_LINE, "left"),
    Look("TableNumber",  "table number",  FANGSONG,     24, TABLE_LINE, "center"),
    Look("TableHead",    "table head",    HEITI,        24, TABLE_LINE, "center"),
    Look("TableBand",    "table band",    HEITI,        24, TABLE_LINE, "left"),
    Look("PageNumber",   "page number",   SONG,         28, NUMBER_LINE, "left"),
)
KEPT_WITH_NEXT = frozenset(
    {"Heading1", "Caption", "AnnexList", "AnnexNext", "AnnexMark", "TableHead", "TableBand", "Title"}
)
# fmt: on

RUN_IN = (
    f'<w:style {nsdecls("w")} w:type="character" w:customStyle="1" w:styleId="RunIn"><w:name w:val="run-in heading"/>'
    f'<w:rPr><w:rFonts w:eastAsia="{KAITI}" w:hint="eastAsia"/></w:rPr></w:style>'
)
CELL_MARGINS = (("top", 28), ("left", 57), ("bottom", 28), ("right", 57))
OFFICIAL_TABLE = (
    f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="OfficialTable">'
    '<w:name w:val="official table"/>'
    "<w:tblPr><w:tblBorders>"
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + "</w:tblBorders><w:tblCellMar>"
    + "".join(f'<w:{side} w:w="{twips}" w:type="dxa"/>' for side, twips in CELL_MARGINS)
    + "</w:tblCellMar>"
    "</w:tblPr></w:style>"
)


DEFAULTS = (
    f"<w:docDefaults {nsdecls('w')}><w:rPrDefault><w:rPr>"
    f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{FANGSONG}"/>'
    '<w:sz w:val="32"/><w:szCs w:val="32"/></w:rPr></w:rPrDefault></w:docDefaults>'
)
"""16 pt is also the size that the character grid counts from."""


def blank_document(*, title: str, issuer: str) -> OpenDocument:
    """Make an empty official document; the same words give the same document."""
    document = Document()
    _set_page(document)
    _set_styles(document)
    _number_pages(document)
    _name_substitutes(document)
    _set_properties(document, title, issuer)
    for element in list(document.element.body):
        if element.tag != qn("w:sectPr"):
            document.element.body.remove(element)
    return document


def fill(document: OpenDocument, parts: Iterable[str]) -> None:
    """Put paragraphs and tables, as XML, into an empty document.

    The body is parsed once as a whole: moving a table of ten thousand rows into a document takes lxml minutes.
    """
    body = (
        f"<w:document {nsdecls('w')}><w:body>{''.join(parts)}{document.sections[0]._sectPr.xml}</w:body></w:document>"
    )
    document.part._element = parse_xml(body)


def _set_page(document: OpenDocument) -> None:
    section = document.sections[0]
    for name, twips in PAGE.items():
        setattr(section, name, Twips(twips))
    properties = section._sectPr
    for grid in properties.findall(qn("w:docGrid")):
        properties.remove(grid)
    grid = f'<w:docGrid {nsdecls("w")} w:type="linesAndChars" w:linePitch="{LINE}" w:charSpace="-849"/>'
    properties.append(parse_xml(grid))
    document.settings.odd_and_even_pages_header_footer = True


def _set_styles(document: OpenDocument) -> None:
    """Put our styles in the place of the template's, so that no theme font or colour comes through."""
    styles = document.styles.element
    for old in styles.findall(qn("w:style")):
        styles.remove(old)
    for defaults in styles.findall(qn("w:docDefaults")):
        styles.remove(defaults)
    styles.insert(0, parse_xml(DEFAULTS))
    for look in LOOKS:
        styles.append(parse_xml(_style(look)))
    styles.append(parse_xml(RUN_IN))
    styles.append(parse_xml(OFFICIAL_TABLE))


def _style(look: Look) -> str:
    default = ' w:default="1"' if look.id == "Normal" else ""
    kept = "<w:keepNext/>" if look.id in KEPT_WITH_NEXT else ""
    tight = f'<w:spacing w:val="{TIGHTER}"/>' if look.size == BODY_SIZE else ""
    dense = CLOSE_TO_DIGITS if look.line == TABLE_LINE else ""
    outline = "" if look.outline is None else f'<w:outlineLvl w:val="{look.outline}"/>'
    return (
        f'<w:style {nsdecls("w")} w:type="paragraph" w:styleId="{look.id}"{default}>'
        f'<w:name w:val="{look.name}"/><w:qFormat/>'
        f'<w:pPr>{kept}<w:widowControl w:val="0"/>{dense}<w:snapToGrid w:val="0"/>'
        f'<w:spacing w:before="0" w:after="0" w:line="{look.line}" w:lineRule="exact"/>'
        f'{look.indent or FLUSH}<w:jc w:val="{look.align}"/>{outline}</w:pPr>'
        f'<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"'
        f' w:eastAsia="{look.font}"/>{tight}<w:snapToGrid w:val="0"/>'
        f'<w:sz w:val="{look.size}"/><w:szCs w:val="{look.size}"/>'
        f'<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:style>'
    )


def _number_pages(document: OpenDocument) -> None:
    """— 1 — in 14 pt Song, one character in: odd pages on the right, even pages on the left."""
    section = document.sections[0]
    _number(section.footer, align="right", side="right")
    _number(section.even_page_footer, align="left", side="left")


def _number(footer: Any, *, align: str, side: str) -> None:
    footer.is_linked_to_previous = False
    element = footer._element
    for old in list(element):
        element.remove(old)
    fonts = f'<w:rPr><w:rFonts w:ascii="{SONG}" w:hAnsi="{SONG}" w:eastAsia="{SONG}"/></w:rPr>'
    element.append(
        parse_xml(
            f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="PageNumber"/>'
            f'<w:ind w:{side}Chars="100" w:{side}="280"/><w:jc w:val="{align}"/></w:pPr>'
            f'<w:r>{fonts}<w:t xml:space="preserve">— </w:t></w:r>'
            f'<w:fldSimple w:instr=" PAGE "><w:r>{fonts}<w:t>1</w:t></w:r></w:fldSimple>'
            f'<w:r>{fonts}<w:t xml:space="preserve"> —</w:t></w:r></w:p>'
        )
    )


def _name_substitutes(document: OpenDocument) -> None:
    """Say what each font may be replaced by where it is not installed."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{family}"/></w:font>'
        for name, other, family in SUBSTITUTES
    )
    part = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    part._blob = f'<?xml version="1.0" encoding="UTF-8"?><w:fonts {nsdecls("w")}>{fonts}</w:fonts>'.encode()


def _set_properties(document: OpenDocument, title: str, issuer: str) -> None:
    known = document.core_properties
    known.title, known.author, known.last_modified_by = title[:255], issuer[:255], issuer[:255]
    known.comments, known.keywords, known.subject = "", "", ""
    known.revision, known.language = 1, "zh-CN"
