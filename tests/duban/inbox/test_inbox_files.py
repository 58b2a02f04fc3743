"""Evidence on pages: what may be looked at, as what, and with which care."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from inbox_browser import As
from world import World

from duban.evidence import attach


def _zip() -> bytes:
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        archive.writestr("甲.txt", "甲")
    return made.getvalue()


CASES = [
    # called          holds                             shown as                        how
    ("a.png", b"\x89PNG\r\n\x1a\n...", "image/png", "inline"),
    ("a.pdf", b"%PDF-1.7 ...", "application/pdf", "inline"),
    ("页面.html", "<script>甲</script>".encode("gb18030"), "text/plain; charset=utf-8", "inline"),
    ("a.svg", b"<svg onload='alert(1)'/>", "text/plain; charset=utf-8", "inline"),
    ("a.zip", _zip(), "application/octet-stream", "attachment"),
]


@pytest.mark.parametrize(("name", "data", "kind", "how"), CASES, ids=[case[0] for case in CASES])
def test_a_file_is_shown_as_what_it_holds_and_never_as_a_page(
    as_: As, world: World, name: str, data: bytes, kind: str, how: str
) -> None:
    file = attach(world.tasks["in_progress"], name, data, by=world.people["liaison"], now=world.now)

    answer = as_("liaison").get(f"/files/{file.id}/view")

    assert (answer.headers["content-type"], answer.headers["content-disposition"].split(";")[0]) == (kind, how)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert ("sandbox" in answer.headers["content-security-policy"]) is (kind != "application/pdf")


def test_the_page_of_a_task_shows_pictures_and_says_what_to_beware_of(as_: As, world: World) -> None:
    task, by = world.tasks["in_progress"], world.people["liaison"]
    picture = attach(task, "现场.png", b"\x89PNG\r\n\x1a\n...", by=by, now=world.now)
    attach(task, "合同.pdf", b"\xff\xd8\xff...", by=by, now=world.now)

    text = as_("liaison").text(f"/tasks/{task}")

    assert f'<img src="/files/{picture.id}/view"' in text
    assert text.count("扩展名与内容不符") == 1


def test_nobody_looks_at_a_file_out_of_sight(as_: As, world: World) -> None:
    file = attach(world.tasks["in_progress"], "a.txt", b"...", by=world.people["liaison"], now=world.now)

    assert as_("stranger").get(f"/files/{file.id}/view").status_code == 403
