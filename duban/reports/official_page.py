"""An empty official document after GB/T 9704—2012: page, grid, styles, page numbers.

Chapters of the standard: 5.2 page and 版心, 5.3 and 7.3 type and lines, 7.5 page numbers. Fonts are named, not
embedded; where one is missing the reader's machine puts another in its place.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from docx import Document
from docx.document import Document as OpenDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Twips

FANGSONG, HEITI, KAITI, XIAOBIAOSONG, SONG = "仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体", "宋体"
LINE = 579
"""28.95 pt: 22 lines in 225 mm."""
TITLE_LINE = 640
TABLE_LINE = 360
MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - the file format wants a moment without a zone, and the same one every time

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
    "footer_distance":     1417,   # the number stands 7 mm below the 版心
}


@dataclass(frozen=True, slots=True)
class Look:
    """How a kind of paragraph looks: half-points of type, exact twips of line, XML of indent and the like."""

    id: str
    name: str
    font: str
    size: int
    line: int = LINE
    align: str = "both"
    more: str = ""
    outline: int | None = None


TWO_IN = '<w:ind w:firstLineChars="200" w:firstLine="632"/>'
MARKED = '<w:ind w:leftChars="600" w:left="1896" w:hangingChars="400" w:hanging="1264"/>'
UNMARKED = '<w:ind w:leftChars="600" w:left="1896" w:hangingChars="100" w:hanging="316"/>'
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
    Look("TableText",    "table text",    FANGSONG,     24, TABLE_LINE, "left"),
    Look("TableNumber",  "table number",  FANGSONG,     24, TABLE_LINE, "center"),
    Look("TableHead",    "table head",    HEITI,        24, TABLE_LINE, "center"),
    Look("TableBand",    "table band",    HEITI,        24, TABLE_LINE, "left"),
    Look("PageNumber",   "page number",   SONG,         28, LINE,       "left"),
)
KEPT_WITH_NEXT = frozenset({"Heading1", "Caption", "AnnexMark", "TableHead", "TableBand", "Title"})
OFF_GRID = frozenset({"Title", "TableText", "TableNumber", "TableHead", "TableBand", "PageNumber"})
# fmt: on

RUN_IN = (
    f'<w:style {nsdecls("w")} w:type="character" w:customStyle="1" w:styleId="RunIn"><w:name w:val="run-in heading"/>'
    f'<w:rPr><w:rFonts w:eastAsia="{KAITI}" w:hint="eastAsia"/></w:rPr></w:style>'
)
OFFICIAL_TABLE = (
    f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="OfficialTable">'
    '<w:name w:val="official table"/>'
    "<w:tblPr><w:tblBorders>"
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + '</w:tblBorders><w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar>'
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
    _set_properties(document, title, issuer)
    for element in list(document.element.body):
        if element.tag != qn("w:sectPr"):
            document.element.body.remove(element)
    return document


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
    grid = '<w:snapToGrid w:val="0"/>' if look.id in OFF_GRID else ""
    outline = "" if look.outline is None else f'<w:outlineLvl w:val="{look.outline}"/>'
    return (
        f'<w:style {nsdecls("w")} w:type="paragraph" w:styleId="{look.id}"{default}>'
        f'<w:name w:val="{look.name}"/><w:qFormat/>'
        f'<w:pPr>{kept}<w:widowControl w:val="0"/>{grid}'
        f'<w:spacing w:before="0" w:after="0" w:line="{look.line}" w:lineRule="exact"/>'
        f'{look.more}<w:jc w:val="{look.align}"/>{outline}</w:pPr>'
        f'<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"'
        f' w:eastAsia="{look.font}"/><w:sz w:val="{look.size}"/><w:szCs w:val="{look.size}"/>'
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


def _set_properties(document: OpenDocument, title: str, issuer: str) -> None:
    known = document.core_properties
    known.title, known.author, known.last_modified_by = title[:255], issuer[:255], issuer[:255]
    known.created = known.modified = MADE
    known.comments, known.keywords, known.subject = "", "", ""
    known.revision, known.language = 1, "zh-CN"
