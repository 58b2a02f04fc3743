"""Items as an iCalendar file (RFC 5545, with the hints of RFC 7986): the same items give the same bytes."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Component, Event, Todo

from duban.feeds.items import Item
from models.words import TaskState, Word

PRODUCT = "-//duban//duban 督办//ZH"
HOUSE = "duban"
ASK_AGAIN = timedelta(hours=6)
DAY = timedelta(days=1)
PROVISIONAL = "其中有的年份放假安排尚未公布，提醒的日子按暂定的工作日历推算，公布后可能变动。"
BEYOND = "有的提醒日超出工作日历的年份，未列出；导入该年的放假安排后会补上。"


class Part(Word):
    """What of a feed a program wants: some show both kinds, some only one, some ring twice for both."""

    ALL = "all", "日程和待办"
    EVENTS = "events", "只要日程"
    TODOS = "todos", "只要待办"


# fmt: off
AS_EVENT: dict[TaskState, str] = {
    # an event without a line here is confirmed
    TaskState.PLANNED:   "TENTATIVE",
    TaskState.CANCELLED: "CANCELLED",
}
AS_TODO: dict[TaskState, str] = {
    # a todo without a line here needs action
    TaskState.IN_PROGRESS: "IN-PROCESS",
    TaskState.SUSPENDED:   "IN-PROCESS",
    TaskState.REPORTED:    "IN-PROCESS",
    TaskState.IN_REVIEW:   "IN-PROCESS",
    TaskState.CLOSED:      "COMPLETED",
    TaskState.CANCELLED:   "CANCELLED",
}
SAID_FIRST: dict[TaskState, str] = {
    # most programs show no state of an event
    TaskState.SUSPENDED: "〔挂账〕",
    TaskState.REPORTED:  "〔已报告〕",
    TaskState.IN_REVIEW: "〔审核中〕",
    TaskState.CLOSED:    "〔已办结〕",
    TaskState.CANCELLED: "〔已撤销〕",
}
# fmt: on


def calendar_file(title: str, items: Iterable[Item], part: Part = Part.ALL) -> bytes:
    """Write a calendar: an event on the day of each deadline, and a todo for each item."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for name in ("name", "x-wr-calname"):
        calendar.add(name, title)
    calendar.add("x-wr-timezone", "Asia/Shanghai")
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for item in items:
        for component in _components(item, part):
            calendar.add_component(component)
    written: bytes = calendar.to_ical()
    return written


def _components(item: Item, part: Part) -> list[Component]:
    if part is not Part.TODOS and item.due is not None:
        if part is Part.EVENTS:
            return [_event(item)]
        return [_event(item), _todo(item)]
    return [] if part is Part.EVENTS else [_todo(item)]


def _event(item: Item) -> Event:
    """Lay a deadline on its whole day. It takes nobody's time, so that nobody seems busy."""
    event = Event()
    _add_words(event, item, "event")
    assert item.due is not None
    event.add("dtstart", item.due)
    event.add("dtend", item.due + DAY)
    event.add("transp", "TRANSPARENT")
    event.add("status", AS_EVENT.get(item.state, "CONFIRMED") if item.state else "CONFIRMED")
    return event


def _todo(item: Item) -> Todo:
    todo = Todo()
    _add_words(todo, item, "todo")
    if item.due is not None:
        todo.add("due", item.due)
    status = AS_TODO.get(item.state, "NEEDS-ACTION") if item.state else "NEEDS-ACTION"
    todo.add("status", status)
    if item.state is not None:
        todo.add("percent-complete", item.percent)
    if status == "COMPLETED":
        todo.add("completed", item.done_at)
    return todo


def _add_words(component: Component, item: Item, kind: str) -> None:
    first = SAID_FIRST.get(item.state, "") if item.state else ""
    component.add("uid", f"{item.uid}-{kind}@{HOUSE}")
    component.add("dtstamp", item.changed_at)
    component.add("last-modified", item.changed_at)
    component.add("sequence", item.sequence)
    component.add("summary", first + item.title)
    component.add("description", "\n".join([*item.about, *_warnings(item), f"办理：{item.url}"]))
    component.add("url", item.url)
    component.add("class", "PRIVATE")
    for mark in item.foretold.marks:
        component.add_component(_alarm(mark.at, mark.said.zh, item))


def _warnings(item: Item) -> list[str]:
    said = ((item.foretold.provisional, PROVISIONAL), (item.foretold.beyond, BEYOND))
    return [sentence for holds, sentence in said if holds]


def _alarm(at: datetime, said: str, item: Item) -> Component:
    """Ring at a moment: a day counted in working days is no fixed time before the deadline."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"{said}。{item.title}")
    alarm.add("trigger", at)
    return alarm
