"""What a reading was unsure about, in both languages."""

from duban.notices.wording import Wording, told_by
from models.errors import Sentence

NO_YEAR = Wording(
    "“{text}”没有写明年份，也没有发文日期可以推算，请补充。",
    "“{text}” names no year, and the notice has no date to go by; fill it in.",
)
NO_WEEK = Wording(
    "“{text}”没有写明是哪一周，按发文当周推算，请核对。",
    "“{text}” does not say which week; that of the signature was taken. Check it.",
)
NO_SUCH_DAY = Wording(
    "“{text}”所写的日子不存在，按{days}理解，请核对。",
    "There is no such day as “{text}”; {days} was taken. Check it.",
)
NO_RHYTHM = Wording(
    "“{text}”各月的日期不同，一条周期规则写不下，请分别补充。",
    "“{text}” names other days in other months, which no one rhythm says; fill them in one by one.",
)
NO_MONTH = Wording(
    "“{text}”没有写明月份，按{month}月推算，请核对。",
    "“{text}” names no month; month {month} was taken. Check it.",
)
BEFORE_THE_MONTH = Wording(
    "“{text}”按该月开始之前（{days}）理解，请核对。",
    "“{text}” was taken to mean before that month begins ({days}); check it.",
)
NO_START = Wording(
    "“{text}”没有写明从何时起算，请确认。",
    "“{text}” does not say from when it counts; settle it.",
)
YEAR_PASSED = Wording(
    "“{text}”按{year}年推算，早于发文日期，请核对年份。",
    "“{text}” was taken to be in {year}, which is before the notice; check the year.",
)
LONG_PAST = Wording(
    "“{text}”早于发文日期，可能不是时限，请核对。",
    "“{text}” is before the notice and may be no deadline; check it.",
)
YEAR_TAKEN = Wording(
    "“{text}”没有写明年份，按{year}年推算，请核对。",
    "“{text}” names no year; {year} was taken. Check it.",
)
LOOSE = Wording(
    "“{text}”没有写明是截止还是起始、举办时间，请确认。",
    "“{text}” does not say whether it is a deadline, a beginning or a day of an event; settle it.",
)
MISCOUNT = Wording(
    "原文写“等{count}”，“{row}”只分得出{listed}个，可能漏了顿号或没有列全，请核对。",
    "The text says “等{count}”, but “{row}” has {listed}; a comma may be missing, or a name. Check it.",
)
NO_ACTION = Wording(
    "这一句没有说明具体动作，按原则性要求提出。",
    "This sentence says nothing in particular to be done; it was taken as a demand of principle.",
)
ONLY_A_TIME = Wording(
    "这一句写有时限，但没有认出动作，请核对。",
    "This sentence has a deadline, but nothing to be done was found in it; check it.",
)
OWNER_ONLY = Wording(
    "有责任单位，但没有认出具体动作，请核对要求的内容。",
    "A unit is named, but nothing to be done was found; check what is asked.",
)
FROM_ABOVE = Wording(
    "责任单位来自上级标题或对整个部分的规定，请确认。",
    "The units come from a heading above, or from what is said of the whole part; settle it.",
)
FROM_BELOW = Wording(
    "责任单位或时限来自这几条之后单列的一行，请确认。",
    "The units or the deadline come from a line of its own below these items; settle it.",
)
A_CALL = Wording(
    "这一句的动词多用于一般号召，是否单列为任务请确认。",
    "The verb of this sentence is mostly that of a general call; settle whether it is a task of its own.",
)
TIME_UNREAD = Wording(
    "时限一栏写的是“{text}”，没有读出时限，请补充。",
    "The column of deadlines says “{text}”; no deadline was read from it. Fill it in.",
)
CHANGED_TIME = Wording(
    "时限一栏写的“{text}”有改动或延期，请核对以哪个为准。",
    "The deadline “{text}” was changed or put off; check which holds.",
)
MAY_BE_OCTOBER = Wording(
    "“{text}”按1月读出；表格里10月也会显示成这样，请核对。",
    "“{text}” was taken for January; a sheet shows October like this too. Check it.",
)
IN_REMARK = Wording(
    "时限“{text}”写在备注一栏，请确认。",
    "The deadline “{text}” stands in the column of remarks; settle it.",
)
TITLE_TIME = Wording(
    "时限来自本条标题，请确认。",
    "The deadline comes from the heading; settle it.",
)
DATED_BESIDE = Wording(
    "时限来自同一部分中专写时限的一项，请确认。",
    "The deadline comes from an item of the same part that names only deadlines; settle it.",
)
SHARED_VERB = Wording(
    "动词“{verb}”由并列的{count}项共用，按每项一条提出。",
    "The verb “{verb}” is shared by {count} things side by side; each is proposed by itself.",
)
MANY_DAYS = Wording(
    "原文这一条写了{count}个时限（{days}），按时限各立了一条，请核对；多余的请剔除。",
    "The text names {count} deadlines here ({days}); each has its own demand. Check them, and drop what is too much.",
)
SEVERAL = Wording(
    "有几条要求都像是它所指的，请逐条核对。",
    "Several demands look like the one that is meant; check each.",
)
BY_HEADING = Wording(
    "按举措标题对应到其下全部要求，请逐条核对。",
    "By the heading of the measure, all demands under it are meant; check each.",
)
BY_NUMBER = Wording(
    "按序号对应，请核对是否所指的一条。",
    "It was found by its number; check that it is the one that is meant.",
)
NO_UNIT = Wording(
    "名册里没有“{name}”，请先改好再采用。",
    "The register has no “{name}”; put that right first.",
)
NEAR_UNITS = Wording(
    "名册里没有“{name}”，名称相近的有：{near}，请先改好再采用。",
    "The register has no “{name}”; names like it are {near}. Put that right first.",
)
NO_OWNER = Wording(
    "没有写明谁来办，或名册里没有这个单位，请先补上。",
    "It does not say who is to do it, or the register has no such unit; fill that in first.",
)
LEFT_OUT = Wording(
    "通知重述了方案而没有这一条，请核对是否撤销。",
    "The notice says the plan again, without this; check whether it is dropped.",
)
DOUBTS = tuple(one for one in globals().values() if isinstance(one, Wording))


def doubt_told(text: str) -> Sentence:
    """Give a doubt, as it is stored, in both languages."""
    return told_by(DOUBTS, text)
