"""Texts that lost their lines when they were copied from a page: head, signature and items are found all the same."""

import datetime as dt
import re

import pytest
from corpus_notices import notices

from duban.notices import lost_signatures, page, read_text
from duban.notices.lost_lines import with_line_ends
from duban.notices.page import Page, fold
from models.reading import Reading

TEXT = "一、开展排查。6月10日前完成。（责任单位：市教育局） 二、报送总结。各县区6月底前报送。"
SIGNED = "海州市教育局 2024年5月20日"


def head_of(reading: Reading) -> tuple[object, ...]:
    groups = " | ".join(" ".join(group) for group in reading.addressees)
    return reading.number, reading.title, groups, reading.issuer, str(reading.date)


@pytest.mark.parametrize(
    "text",
    [
        f"海州市教育局关于开展检查的通知 海教〔2024〕9号 各县区教育局，市直各学校： 现通知如下。 {TEXT} {SIGNED}",
        f"海教〔2024〕9号 海州市教育局关于开展检查的通知 各县区教育局，市直各学校：现通知如下。{TEXT}{SIGNED}",
        f"首页 > 信息公开 > 通知公告 海州市教育局关于开展检查的通知 海教〔2024〕9号 发布时间：2024-05-23 09:12 来源：办公室 "
        f"浏览次数：326 【字体：大 中 小】 打印本页 分享到： 各县区教育局，市直各学校： 现通知如下。 {TEXT} {SIGNED} 【关闭窗口】 上一篇：无",
        f"索引号: 0035/2024-41 发布机构: 海州市教育局 生成日期: 2024-05-22 公开方式: 主动公开 海州市教育局关于开展检查的通知 "
        f"海教〔2024〕9号 各县区教育局,市直各学校: 现通知如下. {TEXT} {SIGNED} 扫一扫在手机打开当前页 主办:海州市教育局",
        f"索引号：0035 标题：海州市教育局关于开展检查的通知 发文字号：海教〔2024〕9号 成文日期：2024年5月19日 "
        f"海州市教育局关于开展检查的通知 海教〔2024〕9号 各县区教育局，市直各学校： 现通知如下。 {TEXT} {SIGNED} 责任编辑：小林",
        f"海州市教育局文件 海教〔2024〕9号 签发人：某某 海州市教育局关于开展检查的通知 各县区教育局，市直各学校： "
        f"现通知如下。 {TEXT} 附件：1.检查表 2.汇总表 {SIGNED} （此件公开发布） 抄送：市委办公室。",
        f"特急 海教〔2024〕9号 海州市教育局关于开展检查的通知 各县区教育局，市直各学校： 现通知如下。 {TEXT} "
        f"联系人：某某 联系电话：0000-6612345 {SIGNED} 海州市教育局办公室 2024年5月20日印发",
        f"海州市教育局关于开展检查的通知 海教〔2024〕9号\n各县区教育局，市直各学校：\n现通知如下。 {SIGNED}\n{TEXT}",
        f"海州市教育局关于开展检查的通知 海教〔2024〕9号 各县区教育局，市直各学校：现通知如下。{SIGNED}\n{TEXT}",
        f"海州市教育局关于开展检查的通知 海教〔2024〕9号 各县区教育局，市直各学校： 现通知如下。 {SIGNED} "
        f"附件 海州市教育局检查工作方案 为做好检查，制定本方案。 {TEXT}",
        f"您当前所在位置：首页 » 通知\n海州市教育局关于开展检查的通知 海教〔2024〕9号 时间：2024-05-23 点击：87次\n"
        f"各县区教育局，市直各学校： 现通知如下。\n{TEXT}\n{SIGNED} 版权所有：海州市教育局 备案号：岭ICP备05012345号",
        f"海州市教育局关于开展检查的通知海教〔2024〕9号各县区教育局，市直各学校：现就做好今年学校食堂食品安全专项检查通知如下。{TEXT}{SIGNED}",
    ],
)  # fmt: skip
def test_a_flattened_text_has_its_head_and_its_items(text: str) -> None:
    reading = read_text(text)
    assert head_of(reading) == (
        "海教〔2024〕9号", "海州市教育局关于开展检查的通知", "各县区教育局 | 市直各学校", "海州市教育局", "2024-05-20",
    )  # fmt: skip
    assert [(m.id, m.title) for m in reading.measures] == [("1", "开展排查"), ("2", "报送总结")]
    assert [d.date for r in reading.requirements for d in r.deadlines] == [dt.date(2024, 6, 10), dt.date(2024, 6, 30)]
    assert re.search("浏览|版权|扫一扫|编辑|抄送", "".join(r.text for r in reading.requirements)) is None


def test_two_who_sign_stand_side_by_side_in_a_flattened_text() -> None:
    text = (
        "中共柳河镇委员会 柳河镇人民政府关于印发《柳河镇工作要点》的通知 柳发〔2023〕8号\n各村、镇直各单位：\n"
        "现将《柳河镇工作要点》印发给你们。 中共柳河镇委员会 柳河镇人民政府 2023年3月9日\n柳河镇工作要点\n"
    )
    assert head_of(read_text(text + TEXT)) == (
        "柳发〔2023〕8号", "中共柳河镇委员会 柳河镇人民政府关于印发《柳河镇工作要点》的通知", "各村 镇直各单位",
        "中共柳河镇委员会、柳河镇人民政府", "2023-03-09",
    )  # fmt: skip


@pytest.mark.parametrize(("pattern", "example"), lost_signatures.FOOT, ids=lambda x: x[-8:])
def test_the_foot_of_a_page_begins_a_line(pattern: str, example: str) -> None:
    assert with_line_ends(fold(f"甲局报送总结。 {example}")) == fold(f"甲局报送总结。\n{example}")


@pytest.mark.parametrize(("pattern", "example"), lost_signatures.BESIDE_SIGNATURE, ids=lambda x: x[-8:])
def test_what_stands_beside_a_signature_begins_a_line(pattern: str, example: str) -> None:
    signed = f"甲局报送总结。\n海州市教育局 2024年5月20日\n{example}"
    assert with_line_ends(fold(signed.replace("\n", " "))) == fold(signed)


@pytest.mark.parametrize(
    "text",
    [
        "一、组织排查 6月底前由市教育局 2024年5月20日 召开会议。",
        "序号  任务  责任单位  时限\n1  推进改革  市教育局  2024年5月20日\n2  开展排查  市财政局  2024年6月20日",
        "督  办  通  知",
        "牵头单位： 市教育局 配合单位： 市财政局",
        "主持人： 某某 出席人： 某某",
    ],
)
def test_blanks_within_a_line_stay(text: str) -> None:
    assert with_line_ends(fold(text)) == fold(text)


def test_rows_that_end_in_a_name_and_a_day_are_not_signed() -> None:
    rows = "\n".join(f"{n}.推进某项改革。 市教育局 2024年5月{n}日" for n in range(1, 6))
    assert with_line_ends(rows) == fold(rows)


def test_a_long_text_without_lines_takes_no_time() -> None:
    Page("甲局 乙局 2024年5月20日 " * 60_000).plain  # noqa: B018


@pytest.mark.parametrize(("pattern", "example"), page.NO_STOP_BEHIND, ids=lambda x: x[-8:])
def test_a_point_behind_a_number_is_no_full_stop(pattern: str, example: str) -> None:
    assert "。" not in fold(example)


@pytest.mark.parametrize(
    ("text", "stops"),
    [
        ("基本原则.各村要坚持农民主体.", 2),
        ("(责任单位:民政所,卫生院).5.巩固成果.", 2),
        ("抓紧抓好. 二、整改内容", 1),
        ("建立清单.3.严格督查.2023年底前完成.", 3),
        ("整改时限：长期坚持.责任单位：县局", 1),
        ("，开展联合督查.二、严控火源", 1),
        ("责任人：艾力.买买提、某某", 0),
        ("4.3万亩，附件.xls，www.某某.gov.cn，2.5.1", 0),
    ],
)
def test_a_half_width_point_is_a_full_stop_where_it_ends_a_sentence(text: str, stops: int) -> None:
    assert fold(text).count("。") == stops


@pytest.mark.parametrize(
    ("item", "title"),
    [
        (
            "1.问题：理论学习不深入，以会代学。整改措施：制定学习计划，6月底前补学到位。",
            "问题：理论学习不深入，以会代学",
        ),
        ("1.存在问题：台账不全。\n整改措施：制定学习计划，6月底前补学到位。", "存在问题：台账不全"),
        ("1.政务失信清理 责任单位：县工信局 时限：6月底前完成整改。", "政务失信清理"),
        ("1.检查时间 2024年6月1日至6月30日", "检查时间"),
    ],
)
def test_a_label_and_what_it_says_are_one_heading(item: str, title: str) -> None:
    reading = read_text(f"关于甲的通知\n各局：\n一、整改内容\n{item}\n2.开展排查。6月底前完成。\n")
    assert reading.measures[1].title == title


def test_a_repeated_number_with_the_same_label_is_an_item() -> None:
    text = "一、整改 1.问题：甲。措施：开展排查。 2.问题：乙。措施：开展排查。 2.问题：丙。措施：开展排查。 二、要求"
    assert [m.number for m in read_text(f"关于甲的通知\n各局：\n{text}").measures] == ["一、", "1.", "2.", "2.", "二、"]


def test_those_who_issue_together_stand_in_the_title() -> None:
    text = "平办发〔2020〕12号\n\n中共平川县委办公室\n平川县人民政府办公室\n印发《任务分解的意见》的通知\n\n各乡镇：\n"
    assert read_text(text).title == "中共平川县委办公室平川县人民政府办公室印发《任务分解的意见》的通知"


def test_names_wide_apart_sign_together() -> None:
    text = "关于甲的通知\n各局：\n一、开展排查。\n教育部  国家疾控局  共青团中央\n2024年5月20日\n"
    assert read_text(text).issuer == "教育部国家疾控局共青团中央"


def test_nearly_every_notice_of_the_corpus_is_read_the_same_when_its_lines_are_lost() -> None:
    same: list[bool] = []
    for notice in notices():
        if notice.format != "txt" or "\t" in notice.text or re.search(r"\S {2,}\S+ {2,}\S", notice.text):
            continue  # a table without lines is none
        whole = read_text(notice.text)
        flat = read_text(" ".join(line.strip() for line in notice.text.splitlines() if line.strip()))
        same += [getattr(whole, part) == getattr(flat, part) for part in ("number", "issuer", "date", "addressees")]
        same.append([m.id for m in whole.measures] == [m.id for m in flat.measures])
    assert sum(same) > 0.95 * len(same) > 500


def test_a_blank_before_a_label_changes_nothing_of_whom_it_speaks() -> None:
    text = "关于甲的通知\n各局：\n一、日常养护。各乡镇每月巡查2次，4月底前完成养护。{}责任单位：交管站\n二、要求。\n"
    said = [
        [(r.text, len(r.owners)) for r in read_text(text.format(blank)).requirements] for blank in ("", " ", "\u3000")
    ]
    assert said[0] == said[1] == said[2] != []


@pytest.mark.parametrize("who", ["各牵头单位", "各牵头科室", "各牵头处室", "各牵头部门"])
def test_those_in_the_lead_are_told_in_the_cover_text(who: str) -> None:
    reading = read_text(
        f"关于甲的通知\n各局：\n现将清单印发给你们。{who}请于7月14日前将方案报办公室。\n一、开展排查。\n"
    )
    assert [d.text for d in reading.requirements[0].deadlines] == ["7月14日前"]
