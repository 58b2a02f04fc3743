"""`duban lifecycle check`: proves the rules, says what was proved of how much, and lists every fault with its way."""

import json
from collections.abc import Iterable
from time import perf_counter
from typing import TYPE_CHECKING, Literal

import typer

from duban.cli.exits import Exits
from duban.cli.watching import watching

if TYPE_CHECKING:
    from models.errors import Sentence
    from workflows.exploring.exploration import Explored
    from workflows.exploring.scene import Lives
    from workflows.proving import Proof

Language = Literal["zh", "en"]


def put_proof(lives: "Lives | None" = None, *, quick: bool, language: Language, as_json: bool) -> None:
    """Prove the lives given, or those that are in force, and print the result.

    Raises:
        typer.Exit: with 1, when there is a fault.
    """
    from workflows.exploring.configurations import FULL, SMALL
    from workflows.lives import LIVES
    from workflows.proving import check_all

    started = perf_counter()
    with watching("检查流转规则"):
        proof = check_all(lives or LIVES, SMALL if quick else FULL)
    seconds = round(perf_counter() - started, 1)
    if as_json:
        typer.echo(json.dumps(_as_json(proof, seconds), ensure_ascii=False, indent=1))
    else:
        for line in _lines(proof, seconds, language):
            typer.echo(line)
    if proof.faults:
        raise typer.Exit(Exits.FOUND)


def _lines(proof: "Proof", seconds: float, language: Language) -> Iterable[str]:
    for fault in proof.faults:
        yield f"✗ {fault.in_language(language)}"
    if proof.faults:
        yield _faulty(len(proof.faults), language)
        return
    yield _of_each(proof, language)
    yield from _list(proof.proofs, language)
    if proof.explored is not None:
        yield _of_all(proof.explored, seconds, language)
        yield from _list(proof.laws, language)
        yield "No fault was found." if language == "en" else "没有发现漏洞。"


def _list(said: "tuple[Sentence, ...]", language: Language) -> Iterable[str]:
    return (f"  ✓ {sentence.in_language(language)}" for sentence in said)


def _faulty(faults: int, language: Language) -> str:
    return f"{faults} faults." if language == "en" else f"共发现 {faults} 处漏洞。"


def _of_each(proof: "Proof", language: Language) -> str:
    if language == "en":
        return f"Proved of {proof.lives} lives, from their {proof.states} states and {proof.rows} rows:"
    return f"对 {proof.lives} 类事项的 {proof.states} 个状态、{proof.rows} 行规则，逐条证明："


def _of_all(explored: "Explored", seconds: float, language: Language) -> str:
    many = explored
    if language == "en":
        return (
            f"Proved of a task with its reviews, extension and supervision, in {many.configurations} arrangements "
            f"of people and policy: {many.worlds} situations, {many.steps} steps, {many.questions} different questions "
            f"to the rules, {seconds:g} seconds:"
        )
    return (
        f"对任务连同它的审核、延期、督办，在 {many.configurations} 种人员与督办规则的安排下，走遍全部 "
        f"{many.worlds} 种情形、{many.steps} 步，向规则提出不同的问题 {many.questions} 个，用时 {seconds:g} 秒，证明："
    )


def _as_json(proof: "Proof", seconds: float) -> dict[str, object]:
    explored = proof.explored
    return {
        "lives": proof.lives,
        "states": proof.states,
        "rows": proof.rows,
        "proved": [{"zh": said.zh, "en": said.en} for said in (*proof.proofs, *proof.laws)],
        "configurations": explored.configurations if explored else 0,
        "worlds": explored.worlds if explored else 0,
        "steps": explored.steps if explored else 0,
        "questions": explored.questions if explored else 0,
        "seconds": seconds,
        "faults": [
            {
                "life": fault.life.value,
                "zh": fault.what.zh,
                "en": fault.what.en,
                "trace": [list(step) for step in fault.trace],
                "way": {"zh": fault.way.zh, "en": fault.way.en} if fault.way else None,
            }
            for fault in proof.faults
        ],
    }
