"""Claims about the definitions on record: each is kept once, and what decided a Move can be read from the command line."""

import json
from pathlib import Path

import pytest
from small_plan import ISSUED_AT, PLANNER, rows
from sqlalchemy import text
from typer.testing import CliRunner

from duban.cli.lifecycle import app
from duban.database import reading, writing
from duban.definitions import in_force, on_record, remember, unrecorded
from duban.schema import migrate
from models.definition import StoredDefinition
from models.errors import BadInput, NotFound
from models.record import Move
from models.register import Post
from models.task import Task
from models.words import Act, Life, Role
from workflows.definition import Definition

RUN = CliRunner()


def said(*words: str, code: int = 0) -> str:
    result = RUN.invoke(app, list(words))
    assert (result.exit_code, result.exception if code == 0 else None) == (code, None), result.output
    return result.stdout


def older() -> Definition:
    """How an older program defined a task: what is assigned now waited to be signed for."""
    return Definition.model_validate_json(
        in_force()[Life.TASK].model_dump_json(by_alias=True).replace('"assigned"', '"to_sign"')
    )


def decided_by_an_older_program(rules: str) -> None:
    """Leave the first task where an older program left it."""
    task = rows(Task)[0]
    told = {"act": Act.ASSIGN, "became_from": "planned", "became": "to_sign", "role": Role.SYSTEM}
    with writing() as session:
        session.add(
            Move(life=Life.TASK, subject_id=1, version=task.version + 1, plan_id=1, at=ISSUED_AT, rules=rules, **told)
        )
        session.flush()
        session.connection().execute(text("UPDATE task SET state = 'to_sign', version = version + 1 WHERE id = 1"))


def test_a_new_database_has_every_definition_in_force_on_record_once(home, now):
    def kept() -> list[tuple[Life, str]]:
        return [(one.life, one.fingerprint) for one in rows(StoredDefinition)]

    first = kept()
    migrate()
    with writing() as session:
        assert remember(session, now=now) == 0

    assert first == kept() == [(life, one.fingerprint) for life, one in in_force().items()]


def test_a_definition_that_is_not_on_record_is_counted_and_then_kept(home, now):
    with writing() as session:
        session.connection().execute(text("DELETE FROM definition WHERE life = 'review'"))
        assert unrecorded(session) == 1
        assert remember(session, now=now) == 1
        assert unrecorded(session) == 0


def test_the_rule_behind_every_move_is_on_record(small):
    with reading() as session:
        known = on_record(session)

    assert {(move.life, move.rules) for move in rows(Move)} <= set(known)


def test_definitions_lists_what_decided_how_many_moves(small):
    listed = {row["life"]: row for row in json.loads(said("definitions", "--json"))}

    assert list(listed) == [life.value for life in Life]
    assert sum(row["moves"] for row in listed.values()) == len(rows(Move))
    assert {(row["in_force"], row["on_record"]) for row in listed.values()} == {(True, True)}


def test_a_definition_that_nobody_kept_is_listed_as_such(small):
    decided_by_an_older_program("0123456789abcdef")

    [line] = [line for line in said("definitions").splitlines() if "0123456789abcdef" in line]

    assert line.split() == ["任务", "0123456789abcdef", "1", "步", "当时未留存"]


def test_a_definition_is_read_out_by_the_beginning_of_its_fingerprint(small):
    fingerprint = in_force()[Life.EXEMPLAR].fingerprint

    lines = said("definitions", fingerprint[:8]).splitlines()

    assert lines[:4] == [
        f"【典型】规则 {fingerprint}",
        "（尚未建立）",
        "  - 联络员可以推荐，变为“已推荐”；随后告知计划专责。",
        "      ✗ 必须填写内容。",
    ]
    assert lines[-2:] == ["已宣传（终点）", "未采纳（终点）"]


def test_an_unknown_fingerprint_is_refused(small):
    assert isinstance(RUN.invoke(app, ["definitions", "ffffffffffffffffff"]).exception, NotFound)


def test_a_changed_definition_is_tried_before_it_is_installed(small, tmp_path: Path):
    file = tmp_path / "rules.json"
    said("definitions", "--export", str(file))
    assert json.loads(said("migrate", "--dry-run", "--to", str(file), "--json"))["totals"]["cannot"] == 0

    file.write_text(file.read_text(encoding="utf-8").replace('"assigned"', '"to_sign"'), encoding="utf-8")
    alone = json.loads(said("migrate", "--dry-run", "--to", str(file), "--json", code=1))
    mapped = said(
        "migrate", "--dry-run", "--to", str(file), "--map", "任务.assigned=to_sign", "--map", "finding.assigned=to_sign"
    )

    assert alone["totals"]["cannot"] == len([one for one in alone["landings"] if one["life"] == "task"])
    assert mapped.splitlines()[-2:] == [
        "接不上：0 件",
        "全部接得上。去掉 --dry-run、用 --as 写明系统操作员即转入。这次什么也没有改动。",
    ]
    with reading() as session:
        assert session.connection().execute(text("SELECT count(*) FROM task WHERE state = 'to_sign'")).scalar_one() == 0


def test_after_an_upgrade_the_dry_run_names_what_does_not_land_and_migrate_moves_it(small, now):
    content = older().model_dump(mode="json", by_alias=True)
    with writing() as session:
        fingerprint = older().fingerprint
        session.add(StoredDefinition(life=Life.TASK, fingerprint=fingerprint, first_seen_at=now, content=content))
    decided_by_an_older_program(older().fingerprint)
    operator()

    refused = said("migrate", "--dry-run", code=1)
    given = ("--map", "task.to_sign=assigned", "--reason", "待签并入已交办。", "--as", PLANNER)
    done = said("migrate", *given)

    assert "规则没有“to_sign”这个状态" in refused
    assert done.splitlines()[-1] == "已转入 1 件。"
    assert said("migrate", *given).splitlines()[-1] == "没有要转入的事项。"
    [move] = [move for move in rows(Move) if move.act == "migrate"]
    assert (move.why, move.detail["from"], move.detail["to"]) == ("待签并入已交办。", older().fingerprint, move.rules)


def operator() -> None:
    with writing() as session:
        post = session.get_one(Post, next(post.id for post in rows(Post) if Role.PLANNER in post.roles))
        post.roles = [*post.roles, Role.OPERATOR.value]
        session.add(post)


# fmt: off
WRONG = [
    # what is written                                                  what the sentence names
    (["migrate", "--to", "x.json"],                                    "--to 只能和 --dry-run 一起用"),
    (["migrate", "--dry-run", "--map", "task"],                        "读不懂"),
    (["migrate", "--dry-run", "--map", "house.a=b"],                   "读不懂"),
    (["migrate", "--map", "task.a=b", "--as", PLANNER],                "--reason"),
    (["migrate"],                                                      "--as"),
]
# fmt: on


@pytest.mark.parametrize(("words", "told"), WRONG)
def test_a_wrong_use_is_told_with_what_to_do(small, words, told):
    error = RUN.invoke(app, words).exception

    assert isinstance(error, BadInput)
    assert told in error.sentence.zh


def test_a_file_that_is_no_export_is_refused(small, tmp_path: Path):
    file = tmp_path / "rules.json"
    for content in ("", "{}", "[1]", '[{"life": "house"}]', '[{"life": "task", "states": []}]'):
        file.write_text(content, encoding="utf-8")
        assert isinstance(RUN.invoke(app, ["migrate", "--dry-run", "--to", str(file)]).exception, BadInput)
