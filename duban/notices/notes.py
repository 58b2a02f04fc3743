"""What to know of a reading as a whole, in both languages: how its file was opened, what it lacks, what is left out."""

from collections.abc import Iterable

from duban.notices.wording import Wording, told_by
from models.errors import Sentence

# how the file was opened
CHANGES_TAKEN = Wording(
    "文件里有未接受的修订，已按全部接受读取，请核对。",
    "The file has tracked changes that nobody accepted; it was read with all of them accepted. Check it.",
)
TEXT_BOXES = Wording(
    "文件里有文本框，已接在所在段落之后读取，请核对位置。",
    "The file has text boxes; each was read after its paragraph. Check where they belong.",
)
LINES_JOINED = Wording(
    "文件里各行都在句中断开，已接成段落读取，请核对。",
    "The lines of the file break in the middle of sentences; they were joined to paragraphs. Check them.",
)
ROWS_JOINED = Wording(
    "文件里表格的一些格子折成了几行，已按列接好，请核对。",
    "Some cells of a table are broken over lines in the file; they were put together by columns. Check them.",
)
HIDDEN_SHEET = Wording(
    "工作表“{title}”是隐藏的，没有读取。",
    "The sheet “{title}” is hidden and was not read.",
)
FURNITURE_DROPPED = Wording(
    "网页中的菜单、页脚等已略去，请核对正文是否完整。",
    "Menus, the footer and the like of the web page were left out; check that the text is whole.",
)
# fmt: off
BY_CONTENT = {
    # ending         how it was read
    ".docx": Wording("{name} 的内容是 Word 文件，已按内容读取。",  "{name} is a Word file inside; read as one."),
    ".xlsx": Wording("{name} 的内容是 Excel 文件，已按内容读取。", "{name} is an Excel file inside; read as one."),
    ".html": Wording("{name} 的内容是网页，已按内容读取。",        "{name} is a web page inside; read as one."),
    ".pdf":  Wording("{name} 的内容是 PDF 文件，已按内容读取。",   "{name} is a PDF inside; read as one."),
}
# fmt: on
OPENING = (CHANGES_TAKEN, TEXT_BOXES, LINES_JOINED, ROWS_JOINED, HIDDEN_SHEET, FURNITURE_DROPPED, *BY_CONTENT.values())

# what the notice lacks
BROKEN_NUMBER = Wording(
    "“{text}”像是括号丢失的文号，没有采用，请核对。",
    "“{text}” looks like a document number that lost its brackets; it was not taken. Check it.",
)
NO_NUMBER = Wording("没有找到文号，请补充。", "No document number was found; fill it in.")
NO_TITLE = Wording("没有找到标题，请补充。", "No title was found; fill it in.")
NO_DATE = Wording(
    "没有找到落款日期，没有年份的时限无法推算，请补充。",
    "The notice is not dated, so deadlines without a year cannot be worked out; fill the date in.",
)
NO_ISSUER = Wording("没有找到发文单位的落款，请补充。", "The notice is not signed by an issuer; fill it in.")
NO_ADDRESSEES = Wording("没有找到主送单位，请补充。", "No addressees were found; fill them in.")
BROKEN_SEQUENCE = Wording(
    "编号不连续：“{before}”之后是“{after}”，请核对。",
    "The numbering has a gap: “{after}” comes after “{before}”. Check it.",
)
NO_MEASURES = Wording("没有找到编号的举措。", "No numbered measures were found.")
NO_DEMANDS = Wording("没有读出任何任务要求。", "No demands were read.")
OWNERLESS = Wording(
    "{all}项要求中有{some}项没有写明责任单位，需由办公室指定。",
    "Of {all} demands, {some} name no unit; the office has to say who.",
)
DATELESS = Wording(
    "{all}项要求中有{some}项没有写明时限，需由办公室确定时限、周期或事件。",
    "Of {all} demands, {some} name no deadline; the office has to settle a deadline, a rhythm or an event.",
)

# why a stretch of the text was left out
MARGIN = Wording("公文附注，不是正文。", "A remark of the document, not its text.")
IMPRINT = Wording("版记或网页附注，不是正文。", "The imprint, or what a web page adds; not the text.")
UNKNOWN_HEAD = Wording("文头中没有识别的文字。", "Text of the head that was not recognised.")
ANNEXES = Wording("附件清单，不是任务。", "The list of annexes, no task.")
TABLE_NOTES = Wording(
    "表注或填表说明，没有作为任务；其中如有要求，请补录。",
    "Notes to a table or on how to fill it in, not taken as tasks; add what they ask for, if anything.",
)
ROW_WITHOUT_TASK = Wording(
    "表中这一行没有写任务，没有读成要求；如是上一行的续行，请补录。",
    "This row of the table names no task and was not taken; if it goes on with the row above, add what it asks for.",
)
ROW_DONE = Wording(
    "表中这一行写明已经办结，没有作为任务；如仍需督办，请补录。",
    "This row of the table says that it is done and was not taken; add it if it still has to be seen through.",
)
IN_MEASURE = Wording("叙述或评价，没有提出任务要求。", "It tells or judges, and asks for nothing.")
BEFORE_MEASURES = Wording(
    "发文缘由、引言或结语，没有提出具体任务要求。",
    "The occasion, opening or close of the notice; it asks for nothing in particular.",
)
DATES_THE_ABOVE = Wording(
    "对以上各项统一规定时限，已记入没有时限的各项。",
    "It sets one deadline for the items above; those without one have it now.",
)
OWNS_THE_OTHERS = Wording(
    "对其他各项统一规定责任单位，已记入没有责任单位的各项。",
    "It names the units for the other items; those without one have them now.",
)
NOTES = (*(one for one in globals().values() if isinstance(one, Wording)), *BY_CONTENT.values())


def note_told(text: str) -> Sentence:
    """Give a note, as it is stored, in both languages."""
    return told_by(NOTES, text)


def of_the_opening(notes: Iterable[str]) -> list[Sentence]:
    """Give those notes that say how the file was opened, in both languages, in their order."""
    return [found for note in notes for one in OPENING if (found := one.told(note)) is not None]
