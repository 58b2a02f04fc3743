"""Writes docs/rest.md and docs/openapi.json from the OpenAPI document of the API."""

import json
from collections.abc import Iterator
from typing import Any

from duban.identity.grave import GRAVE
from duban.inbox.rest.document import document
from duban.inbox.rest.problems import KINDS

HEAD = """# REST API

Written by `make docs` from the program; do not edit. The whole of it, for generators and test tools, is
[openapi.json](openapi.json) (OpenAPI 3.1); a running inbox gives it at `/api/v1/openapi.json`.

"""
GRAVE_HEAD = """
## Grave acts

Before these, a person on the pages proves once more to be there; a token needs the scope `grave` for them, and for
whatever is done to many at once.

| of what | act | only | why |
|---|---|---|---|
"""
KINDS_HEAD = """
## Problems

Every problem is `application/problem+json` (RFC 9457) with `type`, `title`, `status`, `detail` and, when the rules of a
life refused, `reasons`. A `type` never changes its meaning; at its own address the inbox tells of it.

| type | status | what it is |
|---|---|---|
"""


def openapi_page() -> str:
    """Write docs/openapi.json."""
    return json.dumps(document(), ensure_ascii=False, indent=1) + "\n"


def page() -> str:
    """Write docs/rest.md."""
    made = document()
    return (
        HEAD
        + str(made["info"]["description"])
        + "\n"
        + "".join(_chapters(made))
        + "".join(_grave())
        + KINDS_HEAD
        + "".join(_kinds())
    )


def _chapters(made: dict[str, Any]) -> Iterator[str]:
    ways: dict[str, list[str]] = {}
    for path, methods in made["paths"].items():
        for method, way in methods.items():
            ways.setdefault(way["tags"][0], []).append(_line(method.upper(), path, way))
    for tag, lines in ways.items():
        yield f"\n## {tag}\n\n| address | what it does | parameters | gives |\n|---|---|---|---|\n" + "".join(lines)


def _line(method: str, path: str, way: dict[str, Any]) -> str:
    asked = [_asked(one) for one in way.get("parameters", []) if one["in"] in ("query", "header")]
    body = way.get("requestBody", {}).get("content", {})
    asked += [f"body: {_shape(kind, sent)}" for kind, sent in body.items()]
    return f"| `{method} {path}` | {way['summary']} | {'; '.join(asked) or '—'} | {_given(way)} |\n"


def _asked(one: dict[str, Any]) -> str:
    return f"`{one['name']}`" + (" (needed)" if one.get("required") else "")


def _given(way: dict[str, Any]) -> str:
    content = way["responses"]["200"].get("content", {})
    return ", ".join(_shape(kind, sent) for kind, sent in content.items()) or "—"


def _shape(kind: str, sent: dict[str, Any]) -> str:
    if kind != "application/json":
        return f"`{kind}`"
    return f"`{_name(sent.get('schema', {}))}`"


def _name(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if schema.get("type") == "array":
        return f"[{_name(schema['items'])}]"
    if "anyOf" in schema:
        return " or ".join(_name(one) for one in schema["anyOf"])
    return str(schema.get("type", "any"))


def _grave() -> Iterator[str]:
    yield GRAVE_HEAD
    for row in GRAVE:
        only = f"`{row.verdict.value}` about a {row.about.value}" if row.verdict and row.about else "—"
        yield f"| {row.life.value} | `{row.act.value}` | {only} | {row.why.en} / {row.why.zh} |\n"


def _kinds() -> Iterator[str]:
    for kind in KINDS:
        yield f"| `{kind.type}` | {kind.of.status} | {kind.title.en} / {kind.title.zh} |\n"
