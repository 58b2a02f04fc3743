"""Claims about the stored register: what keeps it from carrying the rules is told, and nothing else is."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session, select

from duban.database import reading, writing
from duban.policies import policy_called, store_policy
from duban.policy_reading import read_policy
from duban.register_fitness import absences_ahead, check_register, of_plan, of_policy, policies_running
from duban.register_today import Under
from duban.samples import POLICIES
from models.plan import Plan
from models.policy import PanelSettings, PolicySettings, Rung, SeatSettings
from models.register import Absence, Holding, Person, Post
from models.words import Holds, PanelRule, PlanState, Role, SupervisionState

NOW = datetime(2026, 1, 6, 1, 0, tzinfo=UTC)
OVER = date(2025, 12, 31)
HOLD = "请在名册里补上任职或代理。"
FILL = "请先补齐岗位或调整督办规则。"

pytestmark = pytest.mark.usefixtures("office")


def told(settings: PolicySettings = PolicySettings()) -> list[str]:  # noqa: B008  (a value that never changes)
    with reading() as session:
        return [said.zh for said in check_register(session, [Under("试行@1", settings)], now=NOW)]


def ahead() -> list[str]:
    with reading() as session:
        return [said.zh for said in absences_ahead(session, now=NOW)]


def post(session: Session, code: str) -> Post:
    return session.exec(select(Post).where(Post.code == code)).one()


def person(session: Session, code: str) -> int:
    return session.exec(select(Person).where(Person.code == code)).one().id or 0


def vacate(*codes: str) -> None:
    """End every holding of some posts before today."""
    with writing() as session:
        for code in codes:
            for held in session.exec(select(Holding).where(Holding.post_id == post(session, code).id)).all():
                held.until = OVER
                session.add(held)


def appoint(code: str, who: str, kind: Holds = Holds.HOLDER) -> None:
    with writing() as session:
        holding = Holding(post_id=post(session, code).id or 0, person_id=person(session, who), kind=kind, since=OVER)
        session.add(holding)


def leave(who: str, since: date, until: date) -> None:
    with writing() as session:
        session.add(Absence(person_id=person(session, who), since=since, until=until))


def panel(name: str = "task", **said: object) -> PolicySettings:
    return PolicySettings(panels={name: PanelSettings.model_validate(said)})


def seats(*codes: str, **said: bool) -> list[SeatSettings]:
    return [SeatSettings(post=code, **said) for code in codes]  # type: ignore[arg-type]


@pytest.mark.parametrize("path", sorted(POLICIES.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_sample_register_carries_every_sample_policy(path):
    assert told(read_policy(path)) == []


def test_a_post_that_nobody_holds_is_told_with_its_unit():
    vacate("KPB-HEAD")

    assert told() == [f"科普部的主要负责人（KPB-HEAD）：今天没有人任职，也没有代理；{HOLD}"]


def test_a_deputy_holds_a_vacant_post():
    vacate("KPB-HEAD")
    appoint("KPB-HEAD", "cai.lingran", Holds.DEPUTY)

    assert told() == []


def test_a_holder_who_is_away_without_a_deputy_is_told_by_name():
    leave("fu.yunbai", date(2026, 1, 6), date(2026, 1, 9))

    assert told() == [f"省科技馆的主要负责人（KJG-HEAD）：任职的傅云白今天外出，也没有在岗的代理；{HOLD}"]


def test_a_role_that_no_post_gives_is_told():
    with writing() as session:
        supervisor = post(session, "LDB-SUPERVISOR")
        supervisor.roles = [Role.OPERATOR.value]
        session.add(supervisor)

    assert told() == ["名册里没有哪个岗位是督办专员（supervisor）；请设一个这样的岗位，并安排任职人员。"]


def test_a_unit_without_a_liaison_is_told():
    with writing() as session:
        liaison = post(session, "KPB-LIAISON")
        liaison.roles = [Role.UNIT_HEAD.value]
        session.add(liaison)

    assert told() == [
        "科普部（KPB）没有联络员岗位，交给它的任务没有人签收；请设一个联络员岗位，并安排任职人员。",
    ]


def test_a_liaison_who_is_the_only_checker_is_told_with_the_unit():
    vacate("LDB-CHECKER-1", "LDB-CHECKER-2")
    appoint("LDB-CHECKER-1", "cai.lingran")
    appoint("LDB-CHECKER-2", "cai.lingran")

    assert told() == [
        "省科技馆（KJG）的联络员蔡令然同时是仅有的初审督查员（任职或代理），其提出的事没有别人可以初审通过任务、退回重办任务；"
        "请另外安排一名初审督查员。"
    ]


def test_a_deputy_of_the_only_checker_stands_in_nobody_elses_way():
    """The liaison is only deputy: while the checker is there, the checker checks."""
    vacate("LDB-CHECKER-2")
    appoint("LDB-CHECKER-2", "liang.lingwei")
    appoint("LDB-CHECKER-1", "cai.lingran", Holds.DEPUTY)

    assert told() == []


def test_a_liaison_who_stands_in_for_the_absent_checker_is_told():
    vacate("LDB-CHECKER-2")
    appoint("LDB-CHECKER-2", "liang.lingwei")
    for code in ("LDB-CHECKER-1", "LDB-CHECKER-2"):
        appoint(code, "cai.lingran", Holds.DEPUTY)
    leave("liang.lingwei", date(2026, 1, 6), date(2026, 1, 6))

    assert [said.partition("（任职")[0] for said in told()] == ["省科技馆（KJG）的联络员蔡令然同时是仅有的初审督查员"]


def test_a_quorum_of_more_people_than_there_are_is_told_once():
    assert told(panel("plan", rule=PanelRule.QUORUM, needed=9)) == [
        f"督办规则 试行@1 的审核组“plan”：审核组凑不齐：需要 9 人，回避后只剩 4 位审核组成员。{FILL}"
    ]


def test_one_person_in_two_posts_is_one_person():
    vacate("LDB-REVIEWER-2", "LDB-REVIEWER-3", "LDB-CHIEF")
    for code in ("LDB-REVIEWER-2", "LDB-REVIEWER-3", "LDB-CHIEF"):
        appoint(code, "feng.yu")

    assert told() == [f"督办规则 试行@1 的审核组“plan”：审核组凑不齐：需要 2 人，回避后只剩 1 位审核组成员。{FILL}"]


def test_a_panel_that_only_whoever_asks_could_fill_is_told_with_who_asks():
    """Enough people in all, not enough without the planner, who puts the plan to it."""
    said = told(panel("plan", rule=PanelRule.QUORUM, needed=2, seats=seats("LDB-PLANNER", "LDB-CHIEF")))

    assert said == [
        "督办规则 试行@1 的审核组“plan”（纪晓舟对工作方案办“送审”时）："
        f"审核组凑不齐：需要 2 人，回避后只剩 1 位席位上的人。{FILL}"
    ]


def test_a_seat_that_has_to_sign_is_told_when_it_may_not():
    said = told(panel(seats=[*seats("KJG-LIAISON", veto=True), *seats("LDB-CHIEF")]))

    assert said == [
        "督办规则 试行@1 的审核组“task”（梁令维对省科技馆（KJG）的任务办“初审通过”时，另有 1 种情形相同）："
        "审核组缺人：联络员（KJG-LIAISON）此刻没有可以表态的人（空缺、外出无代理，或者应当回避）。请先补齐岗位或调整督办规则。"
    ]


def test_a_reporting_unit_that_stands_aside_leaves_nobody():
    [said] = told(panel(exclude_reporting_unit=True))

    assert "对领导小组办公室（LDB）的任务办“初审通过”时" in said
    assert "回避后只剩 0 位审核组成员" in said


def test_a_seat_of_a_post_that_is_not_in_the_register_is_told():
    assert told(panel("summary", role=Role.LEADER, seats=seats("LDB-LEADER", "LDB-LEADR"))) == [
        "督办规则 试行@1 的审核组“summary”：督办规则里的岗位 LDB-LEADR 不在名册里。请核对岗位编码。"
    ]


def test_an_escalation_to_a_post_that_is_not_in_the_register_is_told():
    assert told(panel(escalates_to="LDB-BOSS")) == [
        "督办规则 试行@1 的审核组“task”超时要报告岗位 LDB-BOSS，名册里没有这个岗位；请核对岗位编码。"
    ]


def test_a_rung_told_to_a_post_that_is_not_in_the_register_is_told():
    ordered = Rung(to=SupervisionState.ORDERED, days_after_due=1, posts=("LDB-CHIEF", "LDB-BOSS"))
    assert told(PolicySettings(ladder=(ordered,))) == [
        "督办规则 试行@1 的“已督办”要告知岗位 LDB-BOSS，名册里没有这个岗位；请核对岗位编码。"
    ]


def test_a_panel_before_a_gate_is_filled_for_whoever_does_the_act():
    gated = PolicySettings(
        panels={"door": PanelSettings(rule=PanelRule.ALL, seats=tuple(seats("LDB-PLANNER", "LDB-CHIEF")))},
        gates={"task.assign": "door"},
    )

    [said] = told(gated)
    assert said.startswith("督办规则 试行@1 的审核组“door”（纪晓舟对岭海省科协（LHKX）的任务办“交办”时，另有 ")
    assert "计划专责（LDB-PLANNER）此刻没有可以表态的人" in said


def test_a_panel_of_unit_heads_needs_the_head_of_every_unit():
    """Only one head is missing; whoever reports there finds an empty panel."""
    vacate("KPB-HEAD")

    said = told(panel(role=Role.UNIT_HEAD))

    assert [line.partition("：")[0] for line in said] == [
        "科普部的主要负责人（KPB-HEAD）",
        "督办规则 试行@1 的审核组“task”（梁令维对科普部（KPB）的任务办“初审通过”时，另有 1 种情形相同）",
    ]


def test_a_panel_that_nothing_is_put_to_is_not_looked_at():
    assert told(panel("spare", seats=seats("NOWHERE"))) == []


def test_an_absence_to_come_without_a_deputy_is_a_warning():
    leave("ji.xiaozhou", date(2026, 2, 2), date(2026, 2, 6))

    assert told() == []
    assert ahead() == [
        "领导小组办公室的计划专责（LDB-PLANNER）：任职的纪晓舟从 2026-02-02 到 2026-02-06 外出，2026-02-02 起没有人代理；请提前安排代理。"
    ]


def test_an_absence_that_a_deputy_covers_is_none():
    leave("situ.zhuyou", date(2026, 2, 2), date(2026, 2, 6))

    assert ahead() == []


def test_a_deputy_who_leaves_too_is_a_warning_from_that_day():
    leave("situ.zhuyou", date(2026, 2, 2), date(2026, 2, 6))
    leave("chen.qiutong", date(2026, 2, 4), date(2026, 2, 20))

    assert [said.partition("外出，")[2] for said in ahead()] == ["2026-02-04 起没有人代理；请提前安排代理。"]


def test_a_deputy_whose_time_ends_meanwhile_is_a_warning_from_the_day_after():
    with writing() as session:
        held = session.exec(select(Holding).where(Holding.person_id == person(session, "chen.qiutong"))).all()
        for holding in held:
            holding.until = date(2026, 2, 3)
            session.add(holding)
    leave("situ.zhuyou", date(2026, 2, 2), date(2026, 2, 6))

    assert [said.partition("外出，")[2] for said in ahead()] == ["2026-02-04 起没有人代理；请提前安排代理。"]


def test_an_absence_that_leaves_a_post_empty_today_is_a_fault_and_no_warning():
    leave("ji.xiaozhou", date(2026, 1, 5), date(2026, 1, 9))

    assert [said.partition("：")[0] for said in told()] == ["领导小组办公室的计划专责（LDB-PLANNER）"]
    assert ahead() == []


def test_without_a_plan_the_usual_policy_is_looked_at():
    with reading() as session:
        assert [under.called for under in policies_running(session, now=NOW)] == ["default"]
    with writing() as session:
        store_policy(session, "default", PolicySettings(extensions_at_most=0), now=NOW)
    with reading() as session:
        [under] = policies_running(session, now=NOW)
    assert (under.called, under.settings.extensions_at_most) == ("default@1", 0)


def draft(session: Session, number: str, policy: str, state: PlanState = PlanState.ISSUED) -> Plan:
    used = store_policy(session, policy, PolicySettings(), now=NOW)
    plan = Plan(number=number, title=number, ends_on=NOW.date(), text="", text_sha256=number, created_at=NOW)
    plan.policy_id, plan.state, plan.addressee_classes = used.id or 0, state, ["高校科协"]
    session.add(plan)
    session.flush()
    return plan


def test_every_policy_of_a_running_plan_is_looked_at_once():
    with writing() as session:
        draft(session, "一", "甲")
        draft(session, "二", "乙")
        draft(session, "三", "乙", PlanState.DRAFTED)
        draft(session, "四", "丙", PlanState.WITHDRAWN)
        draft(session, "五", "丁", PlanState.ARCHIVED)

        running = policies_running(session, now=NOW)

        assert [(under.called, [plan.number for plan in under.plans]) for under in running] == [
            ("甲@1", ["一"]),
            ("乙@1", ["二", "三"]),
        ]


def test_only_units_that_a_plan_concerns_need_a_liaison():
    with writing() as session:
        plan_id = draft(session, "一", "甲").id
        for code in ("KPB-LIAISON", "G01-LIAISON"):
            liaison = post(session, code)
            liaison.roles = [Role.UNIT_HEAD.value]
            session.add(liaison)

    with reading() as session:
        under = of_plan(session, session.get_one(Plan, plan_id))
        found = check_register(session, under, now=NOW)
        of_all = check_register(session, [of_policy(policy_called(session, "甲"))], now=NOW)

    assert [said.zh.partition("（")[0] for said in found] == ["岭海大学科协"]
    assert [said.zh.partition("（")[0] for said in of_all] == ["科普部", "岭海大学科协"]
