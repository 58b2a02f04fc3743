"""A person's own sign-ins: where somebody is signed in with this account, how it is let in, what the door recorded."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from duban.database import reading
from duban.identity.codes import factor_of
from duban.identity.linking import links_of
from duban.identity.provider import offered
from duban.identity.record import said_of
from duban.identity.sign_ins import attempts_of, end_all_others, end_one, handle_of, sign_ins_of
from duban.inbox.doorway import AForm, AVisitor, gone_to, seen_of
from duban.inbox.pages import page

router = APIRouter(prefix="/sign-ins")

# fmt: off
BROWSERS = (
    # in what a browser says of itself, its name; the first that is found
    ("Edg/", "Edge"), ("MicroMessenger", "WeChat"), ("OPR/", "Opera"), ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)
SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"),
    ("Windows", "Windows"), ("Mac OS X", "macOS"), ("Linux", "Linux"),
)
# fmt: on


@router.get("")
def sign_ins(visitor: AVisitor) -> Response:
    signed = visitor.signed
    account_id = signed.account.id or 0
    with reading() as session:
        rows = sign_ins_of(session, account_id, now=visitor.now)
        attempts = attempts_of(session, signed.account)
        factor, links = factor_of(session, account_id), links_of(session, account_id)
    return page(
        "sign_ins.html",
        visitor,
        rows=[(row, handle_of(row), with_what(row.agent)) for row in rows],
        here_now=handle_of(signed.sign_in),
        attempts=[(row, said_of(row)) for row in attempts],
        factor=factor,
        links=links,
        offered=offered(),
    )


def with_what(agent: str) -> str:
    """Name browser and system for people, as far as they are known."""
    found = (next((name for sign, name in known if sign in agent), "") for known in (BROWSERS, SYSTEMS))
    return " · ".join(name for name in found if name)


@router.post("/end-others")
def others_ended(request: Request, visitor: AVisitor, _form: AForm) -> Response:
    signed = visitor.signed
    end_all_others(signed.account, signed.sign_in, seen=seen_of(request, signed), now=visitor.now)
    return gone_to("/sign-ins", "ended_all")


@router.post("/{handle}/end")
def ended(handle: str, request: Request, visitor: AVisitor, _form: AForm) -> Response:
    end_one(visitor.signed.account, handle, seen=seen_of(request, visitor.signed), now=visitor.now)
    return gone_to("/sign-ins", "ended")
