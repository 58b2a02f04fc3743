"""Chooses the language of the pages: kept in the browser, and with the account of whoever is signed in."""

import re
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from duban.accounts import choose_language, signed_in
from duban.database import reading
from duban.inbox.cookies import DOOR, LANGUAGE, SIGNED, cookie_of, keep_cookie
from duban.inbox.doorway import check_token, form_of, gone_to, now_of, own_path, text_of
from duban.tongue import LANGUAGES
from models.errors import BadInput

router = APIRouter()
YEAR_S = 365 * 24 * 3600
SENT_FROM = re.compile(r"/(acts|requirements/[0-9]+)/.*$")
"""The end of addresses that only take forms; what is before it is a page."""


@router.post("/language")
def chosen(request: Request, form: FormData = Depends(form_of)) -> Response:  # noqa: B008
    """Keep a language. The form is of the sign-in page, or of a page of whoever is signed in."""
    with reading() as session:
        signed = signed_in(session, cookie_of(request, SIGNED), now=now_of(request))
    check_token(text_of(form, "csrf"), signed.sign_in.csrf if signed else cookie_of(request, DOOR))
    language = text_of(form, "language")
    if language not in LANGUAGES:
        raise BadInput("只有中文和英文两种语言，请选其中一种。", "There are two languages, zh and en; choose one.")
    if signed:
        choose_language(signed.account, language)
    answer = gone_to(_page_before(request))
    keep_cookie(answer, LANGUAGE, language, max_age=YEAR_S)
    return answer


def _page_before(request: Request) -> str:
    """Find the page that the form was on, by what the browser says of it."""
    before = urlsplit(request.headers.get("referer", ""))
    path = SENT_FROM.sub("", before.path) + (f"?{before.query}" if before.query else "")
    return own_path(path if before.netloc == request.url.netloc else "/")
