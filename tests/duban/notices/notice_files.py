"""Small files made for the tests: a Word file with automatic numbers, a PDF with Chinese text."""

from pathlib import Path

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.styles.style import BaseStyle
from docx.text.paragraph import Paragraph


def word_file(path: Path) -> None:
    """Write a notice whose 一、 and （一） are automatic and whose tasks of part two stand in a table."""
    document = docx.Document()
    numbering = list_of(document, (("chineseCounting", "%1、"), ("japaneseCounting", "（%2）"), ("decimal", "%3.")))
    for line in ("岭科协〔2026〕2号", "关于做好科普工作的通知", "各省级学会："):
        document.add_paragraph(line)
    for level, line in (
        (0, "提高认识"),
        (1, "抓好学习。各单位要开展集中学习。"),
        (1, "抓好宣讲。各单位要开展宣讲活动。"),
        (2, "编制计划。3月底前编制《宣讲计划》（科普部牵头，学会部配合）。"),
        (0, "明确分工"),
    ):
        numbered(document.add_paragraph(line), numbering, level)
    table = document.add_table(rows=4, cols=3)
    rows = (
        ("重点任务", "牵头单位", "完成时限"),
        ("建设科普平台", "科普部", "6月底前"),
        ("举办科普论坛", "科普部", "9月底前"),
        ("重点任务", "牵头单位", "完成时限"),
    )
    for cells, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, texts, strict=True):
            cell.text = text
    table.cell(1, 1).merge(table.cell(2, 1)).text = "科普部"
    for line in ("岭海省科协", "2026年1月5日"):
        document.add_paragraph(line)
    document.save(str(path))


def list_of(document: Document, levels: tuple[tuple[str, str], ...], *, number: str = "90") -> str:
    """Add a list with these (format, pattern) levels; return its id."""
    root = document.part.numbering_part.element
    abstract = element("w:abstractNum", {"w:abstractNumId": number})
    for depth, (form, pattern) in enumerate(levels):
        level = element("w:lvl", {"w:ilvl": str(depth)})
        for name, val in (("w:start", "1"), ("w:numFmt", form), ("w:lvlText", pattern)):
            level.append(element(name, {"w:val": val}))
        abstract.append(level)
    root.insert(0, abstract)
    one = element("w:num", {"w:numId": number})
    one.append(element("w:abstractNumId", {"w:val": number}))
    root.append(one)
    return number


def numbered(paragraph: Paragraph | BaseStyle, list_id: str, level: int) -> None:
    properties = element("w:numPr", {})
    properties.append(element("w:ilvl", {"w:val": str(level)}))
    properties.append(element("w:numId", {"w:val": list_id}))
    paragraph._element.get_or_add_pPr().append(properties)


def element(name: str, attributes: dict[str, str]) -> OxmlElement:
    made = OxmlElement(name)
    for key, val in attributes.items():
        made.set(qn(key), val)
    return made


def pdf_file(path: Path, pages: list[list[str]]) -> None:
    """Write a PDF with these lines: two-byte codes and a table from codes to characters, no font inside."""
    streams = [
        "BT /F1 12 Tf 14 TL 50 800 Td "
        + " ".join(f"<{''.join(f'{ord(c):04X}' for c in line)}> Tj T*" for line in lines)
        + " ET"
        for lines in pages
    ]
    signs = sorted({c for lines in pages for line in lines for c in line})
    rows = [f"<{ord(c):04X}> <{ord(c):04X}>" for c in signs]
    blocks = "\n".join(
        f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar"
        for part in (rows[i : i + 90] for i in range(0, len(rows), 90))
    )
    table = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{blocks}\nendcmap end end"
    )
    kids = " ".join(f"{6 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>",
        "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>",
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000>>",
        stream(table),
    ]
    for index, content in enumerate(streams):
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents {7 + 2 * index} 0 R>>",
            stream(content),
        ]
    path.write_bytes(assembled(objects))


def stream(content: str) -> str:
    return f"<</Length {len(content)}>>stream\n{content}\nendstream"


def assembled(objects: list[str]) -> bytes:
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    return (
        body
        + (
            f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
            f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF"
        ).encode()
    )
