"""Whom a clause names, in many wordings of the same shapes: the grammar is held to shapes, not to sentences."""

import pytest

from duban.notices import read_text
from duban.notices.doubts import BEFORE_THE_MONTH, FROM_BELOW
from duban.notices.owners import owner_clauses
from duban.notices.page import Page

LEAD, SUPPORTING, RESPONSIBLE = "lead", "supporting", "responsible"


def owners(text: str) -> dict[str, list[str]]:
    """Names by role, in order."""
    found: dict[str, list[str]] = {}
    for clause in owner_clauses(Page(text), (0, len(text)), first_leads=False):
        for owner in clause.owners:
            found.setdefault(owner.role, []).append(owner.name)
    return found


# fmt: off
@pytest.mark.parametrize(
    ("bracket", "expected"),
    [
        # others that are not named, regions as one name
        ("省财政厅等部门和单位，各市、州人民政府按职责分工负责", {RESPONSIBLE: ["省财政厅", "各市、州人民政府"]}),
        ("工业和信息化部牵头，商务部等有关部门和地方配合",       {LEAD: ["工业和信息化部"], SUPPORTING: ["商务部"]}),
        ("各区（市）、县人民政府，市公安局",                     {RESPONSIBLE: ["各区（市）、县人民政府", "市公安局"]}),
        ("安全稳定处及各市、县（区）教育局",                     {RESPONSIBLE: ["安全稳定处", "各市、县（区）教育局"]}),
        ("责任单位：市直各有关部门，各县（区）党委、政府",       {RESPONSIBLE: ["市直各有关部门", "各县（区）党委、政府"]}),
        # who stands before one that helps does the work
        ("市教育局、各县区人民政府，市关工委配合",               {RESPONSIBLE: ["市教育局", "各县区人民政府"], SUPPORTING: ["市关工委"]}),
        ("立案庭、刑一庭、民二庭，法警支队协助",                 {RESPONSIBLE: ["立案庭", "刑一庭", "民二庭"], SUPPORTING: ["法警支队"]}),
        ("甲局牵头，乙局、丙局，各区配合",                       {LEAD: ["甲局"], SUPPORTING: ["乙局", "丙局", "各区"]}),
        # several acts: the one that leads decides, then the one that helps
        ("市商务局牵头抓总，各区县具体落实",                     {LEAD: ["市商务局"], RESPONSIBLE: ["各区县"]}),
        ("县人社局牵头负责，县总工会协助做好相关工作",           {LEAD: ["县人社局"], SUPPORTING: ["县总工会"]}),
        ("各级团组织负责，各学校团委配合抓好落实",               {RESPONSIBLE: ["各级团组织"], SUPPORTING: ["各学校团委"]}),
        ("各地区组织落实，持续推进",                             {RESPONSIBLE: ["各地区"]}),
        ("各乡镇组织实施，县民政局指导",                         {RESPONSIBLE: ["各乡镇"], SUPPORTING: ["县民政局"]}),
        ("各科室按片区分别负责，乙科汇总",                       {RESPONSIBLE: ["各科室", "乙科"]}),
        ("国务院各部门分别负责，年内持续推进",                   {RESPONSIBLE: ["国务院各部门"]}),
        ("省科技厅按职责分工负责，各地级以上市人民政府结合实际落实", {RESPONSIBLE: ["省科技厅", "各地级以上市人民政府"]}),
        ("责任单位：市发展改革委等14个部门",                     {RESPONSIBLE: ["市发展改革委"]}),
        ("牵头党组织：区教育局党委",                             {LEAD: ["区教育局党委"]}),
        ("各县市区人民政府主体负责，省级有关部门指导支持",       {RESPONSIBLE: ["各县市区人民政府"], SUPPORTING: ["省级有关部门"]}),
        ("市司法局起草，市政府办公室审核印发",                   {RESPONSIBLE: ["市司法局", "市政府办公室"]}),
        ("各区县自行制定，市民政局指导",                         {RESPONSIBLE: ["各区县"], SUPPORTING: ["市民政局"]}),
        ("省厅会同省民政厅研究制定",                             {LEAD: ["省厅"], SUPPORTING: ["省民政厅"]}),
        ("责任单位：市发展改革委〔牵头〕、市财政局、市审计局",     {LEAD: ["市发展改革委"], RESPONSIBLE: ["市财政局", "市审计局"]}),
        ("青年部牵头，会同市文明办",                             {LEAD: ["青年部"], SUPPORTING: ["市文明办"]}),
        ("各市科协推荐，青年部审核",                             {RESPONSIBLE: ["各市科协", "青年部"]}),
        ("急诊科、内科、外科轮值",                               {RESPONSIBLE: ["急诊科", "内科", "外科"]}),
        ("责任科室：临床各科室；汇总：质控科",                   {RESPONSIBLE: ["临床各科室", "质控科"]}),
        ("体育总局、教育部督促指导各地区落实，持续推进",         {SUPPORTING: ["体育总局", "教育部"], RESPONSIBLE: ["各地区"]}),
        ("后勤处、基建处，寒假开始前；经费由财务处保障",         {RESPONSIBLE: ["后勤处", "基建处"], SUPPORTING: ["财务处"]}),
        ("组织部、市图书馆〈市民大讲堂〉",                       {RESPONSIBLE: ["组织部", "市图书馆〈市民大讲堂〉"]}),
        # words of acts inside names
        ("信访办理科负责，社会组织管理局配合",                   {RESPONSIBLE: ["信访办理科"], SUPPORTING: ["社会组织管理局"]}),
        ("市场监督管理局牵头，执行局参加",                       {LEAD: ["市场监督管理局"], SUPPORTING: ["执行局"]}),
        # each its share, between 、
        ("商务局牵头、市场监管局负责监督检查、各街道负责日常巡查", {LEAD: ["商务局"], RESPONSIBLE: ["市场监管局", "各街道"]}),
        # names only
        ("教育就业部、省残疾人就业服务指导中心，各市残联",       {RESPONSIBLE: ["教育就业部", "省残疾人就业服务指导中心", "各市残联"]}),
        ("团市委、市学联，各高校团委",                           {RESPONSIBLE: ["团市委", "市学联", "各高校团委"]}),
    ],
)
def test_a_bracket_behind_a_sentence_names(bracket: str, expected: dict[str, list[str]]) -> None:
    assert owners(f"开展排查。（{bracket}）") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("由市住建局负责方案编制、市财政局负责资金保障、各区政府负责组织实施，6月底前完成。", {RESPONSIBLE: ["市住建局", "市财政局", "各区政府"]}),
        ("由县发改局负责立项、县审计局全程跟踪审计、县城投公司负责代建。",                 {RESPONSIBLE: ["县发改局", "县审计局", "县城投公司"]}),
        ("区教育局负责本行业排查，区消防救援大队提供技术支持。",                           {RESPONSIBLE: ["区教育局"], SUPPORTING: ["区消防救援大队"]}),
        ("由学术部牵头，各专业委员会协助组稿，征文截止时间为6月30日。",                       {LEAD: ["学术部"], SUPPORTING: ["各专业委员会"]}),
        ("发放补贴。由市财政局、农机局，各县（市）、区人民政府负责落实。",                   {RESPONSIBLE: ["市财政局", "农机局", "各县（市）、区人民政府"]}),
        ("请省健康教育所负责制作海报，省疾控中心提供技术支持。",                             {RESPONSIBLE: ["省健康教育所"], SUPPORTING: ["省疾控中心"]}),
        ("由宣教部牵头，各级工会组织积极参与，发放手册2万份。",                               {LEAD: ["宣教部"], SUPPORTING: ["各级工会组织"]}),
        ("新建公路。牵头单位县交通运输局，配合单位县自然资源局、有关乡镇。",                 {LEAD: ["县交通运输局"], SUPPORTING: ["县自然资源局", "有关乡镇"]}),
        ("更新标识，责任科室总务科、宣传科。",                                             {RESPONSIBLE: ["总务科", "宣传科"]}),
        ("责任单位各负其责，牵头单位定期调度。",                                           {RESPONSIBLE: ["责任单位", "牵头单位"]}),
        ("推出典型。责任部门：宣传部牵头、妇女发展部配合",                                   {LEAD: ["宣传部"], SUPPORTING: ["妇女发展部"]}),
        ("5月底前开工老旧小区改造项目50个。",                                               {}),
        ("安装系统。由市水务集团建设，市水利局监管，6月底前通水。",                           {RESPONSIBLE: ["市水务集团"], SUPPORTING: ["市水利局"]}),
        ("强化社会监督，畅通举报渠道。",                                                   {}),
        ("经市教育局审核，报市政府批准。",                                                 {}),
        ("开展排查（由各区组织、市教育局监督）。",                                         {RESPONSIBLE: ["各区"], SUPPORTING: ["市教育局"]}),
    ],
)
def test_a_sentence_names(sentence: str, expected: dict[str, list[str]]) -> None:
    assert owners(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "各级党委要加强组织领导，主要负责同志亲自抓。",
        "建立县级统筹、乡镇主抓、村级落实的工作机制。",
        "坚持党委领导、政府负责、部门协同、公众参与。",
        "项目由第三方评估，评估结果作为拨款依据。",
        "开展培训（参加人员名单见附件）。", "走访有关单位（含配合企业、施工单位）。", "组织援助（重点支持农民工、残疾人）。", "实行首席专家负责制（由协会聘任）。"],
)
def test_what_says_something_else_names_nobody(sentence: str) -> None:
    assert owners(sentence) == {}
# fmt: on


def under(text: str) -> dict[str, tuple[list[str], list[str]]]:
    """Owners and deadlines by measure."""
    found = read_text(f"关于甲的通知\n各局：\n{text}\n乙市\n2026年1月5日\n").requirements
    return {r.measure: ([o.name for o in r.owners], [d.text for d in r.deadlines]) for r in found}


def test_a_line_below_a_row_of_items_speaks_of_all_of_them_where_none_names_anybody() -> None:
    text = "一、应急预案\n1.修订预案。\n2.开展演练，6月底前完成。\n3.组织培训。\n责任单位：甲局\n完成时限：9月底前"
    assert under(text) == {
        "1.1": (["甲局"], ["9月底前"]),
        "1.2": (["甲局"], ["6月底前"]),
        "1.3": (["甲局"], ["9月底前"]),
    }


def test_what_comes_from_a_line_below_is_likely_and_says_so() -> None:
    found = read_text("关于甲的通知\n各局：\n1.修订预案。\n2.开展演练。\n责任单位：甲局\n").requirements
    assert [(r.certainty, r.unsure) for r in found] == [("likely", (FROM_BELOW.of(),)), ("certain", ())]


@pytest.mark.parametrize(
    "text",
    ["1.修订预案。（乙局）\n2.开展演练。\n责任单位：甲局", "1.修订预案。\n2.开展演练。（甲局负责）"],
    ids=["another is named above", "the bracket stands in the line of its item"],
)
def test_a_line_below_speaks_of_its_own_item_alone(text: str) -> None:
    assert under(f"一、应急预案\n{text}")["1.1"][0] in ([], ["乙局"])


def test_a_line_that_opens_the_paper_to_all_may_stand_before_the_annex() -> None:
    text = (
        "关于分解任务的通知\n各局：\n现将任务分解下达。\n乙市\n2026年1月5日\n（此件公开发布）\n任务分解\n"
        "序号\n重点任务\n牵头单位\n责任单位\n一、经济\n1\n开展排查。\n甲局\n各区\n二、民生\n2\n新建学校，\n年底前启用。\n丙局\n丁局\n扫一扫"
    )
    reading = read_text(text)
    found = {r.measure: (r.text, [(o.name, o.role) for o in r.owners]) for r in reading.requirements}
    assert found == {
        "1": ("开展排查。", [("甲局", LEAD), ("各区", RESPONSIBLE)]),
        "2": ("新建学校，\n年底前启用。", [("丙局", LEAD), ("丁局", RESPONSIBLE)]),
    }
    assert [(m.id, m.title) for m in reading.measures] == [("1", "经济"), ("2", "民生")]


def test_the_other_name_of_a_unit_in_a_bracket_does_not_hide_who_acts() -> None:
    assert under("一、规划处（健康办）联合开展无烟单位建设抽查。") == {"1": (["规划处（健康办）"], [])}


def test_a_leading_unit_as_a_subject_keeps_its_name() -> None:
    assert under("一、牵头单位定期向市政府报告进展。") == {"1": (["牵头单位"], [])}


def test_when_something_begins_is_no_deadline() -> None:
    assert under("一、从2026年第二季度起，各牵头单位每月20日前报送进展。") == {"1": (["各牵头单位"], ["每月20日前"])}


def test_a_number_before_a_month_opens_an_item() -> None:
    assert under("1.开展排查。\n2.6月1日前启动执法。\n3.12月底前完成整改。") == {
        "1": ([], []),
        "2": ([], ["6月1日前"]),
        "3": ([], ["12月底前"]),
    }


@pytest.mark.parametrize(
    "head", ["时间：2026年3月18日下午", "2026年3月18日，院长方某主持召开院长办公会。"], ids=["line", "sentence"]
)
def test_minutes_without_a_date_take_the_year_of_their_meeting_and_say_so(head: str) -> None:
    (found,) = read_text(f"某院院长办公会会议纪要\n{head}\n一、信息科要于5月30日前完成改造。\n").requirements
    assert (str(found.deadlines[0].date), found.certainty) == ("2026-05-30", "unsure")


@pytest.mark.parametrize(
    "group",
    ["一、会务组\n牵头单位：甲局\n", "一、会务组。牵头单位：甲局。\n"],
    ids=["line of its own", "behind the heading"],
)
def test_a_label_under_the_heading_of_a_part_speaks_of_its_items(group: str) -> None:
    text = f"{group}1.制定方案。\n2.布置会场。责任单位：乙局\n二、后勤组\n1.落实食宿。"
    assert under(text) == {"1.1": (["甲局"], []), "1.2": (["乙局"], []), "2.1": ([], [])}


# fmt: off
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一、各区统计达标率。甲局负责机关，乙局负责各类学校。\n完成时间：9月底前", {"1": (["甲局", "乙局"], ["9月底前"])}),
        ("一、请各局于5月31日前，将总结报送市政府办公室。",                         {"1": (["各局"], ["5月31日前"])}),
        ("一、逾期未改的，由县教育局挂牌督办。",                                    {"1": (["县教育局"], [])}),
        ("一、省推进改革协调小组每月通报进展。",                                    {"1": (["省推进改革协调小组"], ["每月"])}),
        ("一、市统计局每旬通报进展。",                                              {"1": (["市统计局"], ["每旬"])}),
        ("一、市城管局一季度组织检查。",                                            {"1": (["市城管局"], ["一季度"])}),
        ("一、市城管局年内新建公园3个。",                                           {"1": (["市城管局"], ["年内"])}),
        ("一、市教育局一季度工作总结。",                                            {}),
        ("一、各科室要制定清单；办公室会同规划处建立台账。【督查室】",              {"1": (["办公室", "规划处", "督查室"], [])}),
        ("一、延长场馆开放时间。（各馆和志愿者，长期）",                            {"1": ([], [])}),
    ],
    ids=["only a time is labelled", "a comma behind the time", "the verb ends it", "a level is no unit", "a time of ten days", "a quarter", "this year", "a thing with a time", "a bracket without a text of its own", "a bracket that names nobody"],
)
def test_an_item_names(text: str, expected: dict[str, tuple[list[str], list[str]]]) -> None:
    assert under(text) == expected
# fmt: on


def test_who_is_told_beside_another_has_a_demand_of_their_own() -> None:
    found = read_text("关于甲的通知\n各局：\n一、甲局负责机关，乙局负责各类学校。\n").requirements
    assert [(r.text, [o.name for o in r.owners]) for r in found] == [
        ("甲局负责机关", ["甲局"]),
        ("乙局负责各类学校", ["乙局"]),
    ]


def test_a_month_without_a_day_is_doubted() -> None:
    (found,) = read_text("关于甲的通知\n各局：\n一、9月前完成检查。\n乙市\n2026年1月5日\n").requirements
    assert (found.certainty, found.unsure) == (
        "unsure",
        (BEFORE_THE_MONTH.of(text="9月前", days="2026-08-31"),),
    )


@pytest.mark.parametrize(
    "signed",
    ["乙市“无废”建设专班办公室", "乙市建设专班办公室\n（代章：乙市环境局）"],
    ids=["a quoted word", "a seal of another"],
)
def test_who_signs_is_known(signed: str) -> None:
    reading = read_text(f"关于甲的通知\n各局：\n一、开展检查。\n{signed}\n2026年1月5日\n")
    assert reading.issuer == signed.partition("\n")[0]
