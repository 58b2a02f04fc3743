"""A person's own codes as a second factor: switched on with a telephone, recovery codes shown once, switched off."""

from collections.abc import Sequence

import segno
from fastapi import APIRouter, Request
from fastapi.responses import Response

from duban.database import reading
from duban.identity.codes import (
    address_begun,
    begin_codes,
    confirm_codes,
    factor_of,
    must_switch_on,
    renew_recovery_codes,
    switch_off,
)
from duban.identity.grave import DOOR_CHANGED
from duban.inbox.doorway import CODES_PAGE, AForm, AVisitor, Visitor, gone_to, seen_of, text_of
from duban.inbox.pages import page, sentences
from duban.inbox.proof import proof_first
from models.errors import Refused

router = APIRouter(prefix=CODES_PAGE)


@router.get("")
def codes_page(visitor: AVisitor) -> Response:
    return _show(visitor)


@router.post("/begin")
def begun(request: Request, visitor: AVisitor, form: AForm) -> Response:
    """Show the secret as a picture for the telephone; it counts once a code of it was given."""
    if (asking := proof_first(request, visitor, form, why=DOOR_CHANGED)) is not None:
        return asking
    return _show(visitor, address=begin_codes(visitor.signed.account, now=visitor.now))


@router.post("/confirm")
def confirmed(request: Request, visitor: AVisitor, form: AForm) -> Response:
    try:
        codes = confirm_codes(
            visitor.signed, text_of(form, "code"), seen=seen_of(request, visitor.signed), now=visitor.now
        )
    except Refused as refused:
        return _show(visitor, address=address_begun(visitor.signed.account), refused=refused)
    return _show(visitor, fresh=codes)


@router.post("/recovery")
def renewed(request: Request, visitor: AVisitor, form: AForm) -> Response:
    if (asking := proof_first(request, visitor, form, why=DOOR_CHANGED)) is not None:
        return asking
    return _show(visitor, fresh=renew_recovery_codes(visitor.signed.account))


@router.post("/off")
def off(request: Request, visitor: AVisitor, form: AForm) -> Response:
    if (asking := proof_first(request, visitor, form, why=DOOR_CHANGED)) is not None:
        return asking
    seen = seen_of(request, visitor.signed)
    switch_off(visitor.signed.account.id or 0, seen=seen, now=visitor.now)
    return gone_to(CODES_PAGE, "codes_off")


def _show(
    visitor: Visitor, *, address: str = "", fresh: Sequence[str] = (), refused: Refused | None = None
) -> Response:
    account_id = visitor.signed.account.id or 0
    with reading() as session:
        factor = factor_of(session, account_id)
        needed = must_switch_on(session, account_id, visitor.standing.house_roles)
    return page(
        "codes.html",
        visitor,
        status=refused.status if refused else 200,
        factor=factor,
        needed=needed,
        picture=segno.make(address, error="m").svg_data_uri(scale=5, border=4, light="#fff") if address else "",
        secret=address.partition("secret=")[2].partition("&")[0],
        fresh=fresh,
        told=sentences(refused) if refused else (),
    )
