"""What pages show beside the lives, for programs: calendar, policies, posts, board, reports with their elements."""

from datetime import date
from zipfile import ZipFile

from inbox_browser import As
from rest_program import Programs
from sqlmodel import select
from test_inbox_amending import HEAD, TAIL, as_a_page, changed, sentence
from world import World

from duban.database import reading, writing
from duban.policies import newest_version, store_policy
from duban.reports.shelf import shelf
from models.calendar import UnitDay
from models.plan import Requirement
from models.policy import PolicySettings
from models.policy_stored import Policy
from models.words import DayKind


def test_the_days_of_a_year_and_counting_in_working_days(program: Programs, world: World) -> None:
    caller, museum = program("liaison"), world.units["KJG"]
    with writing() as session:
        session.add(UnitDay(unit_id=museum, day=date(2026, 4, 3), kind=DayKind.OFF, name="馆庆", source="馆办"))
    years = [row["year"] for row in caller.told("/calendar")]
    assert years == sorted(years, reverse=True)
    year = caller.told("/calendar/2026")
    assert year["days"] == sorted(year["days"], key=lambda row: row["day"])
    assert {"day": "2026-10-01", "kind": "off"}.items() <= next(
        d for d in year["days"] if d["day"] == "2026-10-01"
    ).items()
    assert [(row["unit_id"], row["day"], row["name"]) for row in year["of_units"]] == [(museum, "2026-04-03", "馆庆")]
    counted = caller.told("/calendar/workdays?after=2026-09-30&n=1")
    assert (counted["day"], counted["provisional_years"]) == ("2026-10-08", [])
    assert caller.told("/calendar/workdays?after=2026-10-08&n=-1")["day"] == "2026-09-30"


def test_a_year_or_a_day_that_the_calendar_does_not_cover_is_said(program: Programs) -> None:
    caller = program("planner")
    missing, outside = caller.get("/calendar/1999"), caller.get("/calendar/workdays?after=1999-01-01&n=1")
    assert (missing.status_code, "没有 1999 年" in missing.json()["detail"]) == (404, True)
    assert outside.status_code == 422
    unit = caller.get("/calendar/workdays?after=2026-04-01&n=1&unit=无此单位", accept_language="en")
    assert (unit.status_code, "No unit goes by" in unit.json()["detail"]) == (422, True)


def test_every_version_of_a_policy_is_listed_page_by_page_and_told(program: Programs, world: World) -> None:
    with writing() as session:
        [name] = set(session.exec(select(Policy.name)).all())
        newest = newest_version(session, name)
        assert newest is not None
        settings = PolicySettings.model_validate(newest.settings)
        fewer = settings.model_copy(update={"reminders_a_day": 3})
        store_policy(session, name, fewer, now=world.now)
    caller = program("planner")
    first = caller.told("/policies?limit=1")
    second = caller.told(f"/policies?limit=1&cursor={first['next']}")
    [new], [old] = first["items"], second["items"]
    assert [(new["version"], new["plans"]), old["version"]] == [(2, 0), 1]
    told = caller.told(f"/policies/{old['id']}")
    assert (told["plans"], world.plan_id in told["plan_ids"]) == (old["plans"], True)
    assert "lamps" in told["settings"]


def test_posts_are_told_with_holders_and_deputies_page_by_page(program: Programs) -> None:
    caller = program("outsider")
    whole = caller.told("/posts?limit=100")["items"]
    first = caller.told("/posts?limit=2")
    second = caller.told(f"/posts?limit=2&cursor={first['next']}")
    assert first["items"] + second["items"] == whole[:4]
    feng = caller.told("/posts?words=冯榆")["items"]
    assert feng
    assert all("冯榆" in [one["name"] for one in (*post["holders"], *post["deputies"])] for post in feng)


def test_the_board_counts_what_its_page_counts(program: Programs, as_: As, world: World) -> None:
    told = program("planner").told(f"/plans/{world.plan_id}/board")
    page = as_("planner").text(f"/plans/{world.plan_id}/board")
    assert told["measures"]
    for measure in told["measures"]:
        cells = "".join(f'<td class="n">{count}</td>' for count in measure["stages"].values())
        assert f"{measure['title']}</a></th>{cells}" in page
    assert {len(row["cells"]) for row in told["matrix"]} == {len(told["demands"])}
    assert sum(row["empty"] for row in told["matrix"]) == sum(one["empty"] for one in told["demands"])


def test_a_report_goes_out_with_its_elements_through_the_page_and_the_api(
    program: Programs, as_: As, world: World
) -> None:
    wanted = {
        "form": "docx",
        "kind": "monthly",
        "to": "省委",
        "elements": {"signer": "梁令维", "copies_to": "省财政厅"},
    }
    made = program("planner").post(f"/plans/{world.plan_id}/reports", wanted).json()
    said = _words(made["name"])
    assert [word in said for word in ("省委", "梁令维", "省财政厅")] == [True] * 3

    shelf().joinpath(made["name"]).unlink()
    url = f"/plans/{world.plan_id}/reports/monthly.docx?to=省政府&signer=梁令维&secrecy="
    assert as_("planner").get(url).status_code == 200
    assert ("省政府" in _words(made["name"]), "省委" in _words(made["name"])) == (True, False)


def _words(name: str) -> str:
    with ZipFile(shelf() / name) as file:
        return file.read("word/document.xml").decode()


def test_an_element_that_is_written_wrongly_is_said_in_both_ways_in(program: Programs, as_: As, world: World) -> None:
    url, wrong = f"/plans/{world.plan_id}/reports", {"form": "docx", "elements": {"number": "第5号"}}
    answer = program("planner").post(url, wrong, accept_language="en")
    assert (answer.status_code, "Document number" in answer.json()["detail"]) == (422, True)
    page = as_("planner").get(f"{url}/standing.docx?number=第5号")
    assert (page.status_code, "公文要素“文号”不能写成" in page.text) == (422, True)
    later = program("planner").post(url, {"form": "md", "as_of": "2999-01-01"})
    assert (later.status_code, "还没有到" in later.json()["detail"]) == (422, True)


def test_a_notice_is_told_in_the_language_asked_for_and_taken_in_either(program: Programs, world: World) -> None:
    caller, quoted = program("planner"), f"将“{changed(world).text}”"
    other = f"\n　　{quoted}的牵头单位调整为省科技管理中心。"
    notice, url = as_a_page(HEAD + sentence(world) + other + TAIL), f"/plans/{world.plan_id}/notices"
    english = caller.send(f"{url}?name=补充通知.txt", notice, accept_language="en").json()
    [when, who] = english["changes"]
    assert "30 Nov" in when["after"]
    assert english["notes"][0] == "The notice (.txt) is a web page inside; read as one."
    assert "has no “省科技管理中心”" in who["doubts"][0]
    chinese = caller.send(f"{url}?name=补充通知.txt", notice, accept_language="zh").json()
    assert chinese["notes"][0] == "所传的通知（.txt）的内容是网页，已按内容读取。"
    assert "名册里没有“省科技管理中心”" in chinese["changes"][1]["doubts"][0]
    assert ("11月30日" in chinese["changes"][0]["after"], chinese["shown"]) == (True, english["shown"])

    taking = {"notice": english["notice"], "shown": english["shown"], "take": [1, 2]}
    done, not_done = caller.post(f"{url}/take", taking, accept_language="en").json()
    assert (done["what"], done["result"], done["why"]) == ("Requirement changed", "Done", "")
    assert (not_done["result"], not_done["why"].isascii()) == ("not done", True)


def test_what_a_notice_changes_is_read_and_then_taken(program: Programs, world: World) -> None:
    caller, one = program("planner"), changed(world)
    notice = (HEAD + sentence(world) + TAIL).encode()
    read = caller.send(f"/plans/{world.plan_id}/notices?name=补充通知.txt", notice).json()
    assert ([c["number"] for c in read["changes"]], changed(world).due) == ([1], one.due)

    url, kept = f"/plans/{world.plan_id}/notices/take", {"notice": read["notice"], "take": [1]}
    assert caller.post(url, kept | {"shown": "0" * 64}).status_code == 422
    [came] = caller.post(url, kept | {"shown": read["shown"]}).json()
    assert (came["result"], came["why"]) == ("已办", "")
    with reading() as session:
        assert str(session.get_one(Requirement, one.id).due) == "2026-11-30"
