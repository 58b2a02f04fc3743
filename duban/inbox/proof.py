"""Asks for a fresh proof before something grave: the form waits on the page and is sent again with the proof."""

from fastapi import Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from duban.accounts import asks_code
from duban.database import reading
from duban.identity.grave import proof_needed
from duban.identity.proving import prove, proved
from duban.identity.record import record
from duban.inbox.doorway import Visitor, seen_of, text_of
from duban.inbox.pages import page, sentences
from models.door_words import DoorEvent, SignedBy
from models.errors import Refused, Sentence

FIELD = "proof"
HELD_BACK = frozenset({FIELD, "csrf"})


def proof_first(request: Request, visitor: Visitor, form: FormData, *, why: Sentence) -> Response | None:
    """Give the page that asks for the proof; None when it was given, with this form or just before."""
    if proved(visitor.signed, now=visitor.now):
        return None
    refused: Refused = proof_needed(why)
    if FIELD in form:
        try:
            take_proof(request, visitor, text_of(form, FIELD))
        except Refused as wrong:
            refused = wrong
        else:
            return None
    kept = [(name, value) for name, value in form.multi_items() if isinstance(value, str) and name not in HELD_BACK]
    return page(
        "proof.html",
        visitor,
        status=403,
        url=request.url.path,
        kept=kept,
        **ways_to_prove(visitor),
        told=sentences(refused),
    )


def ways_to_prove(visitor: Visitor) -> dict[str, bool]:
    """Say for a page how somebody can prove to be there: by codes, and at the provider instead of by a password."""
    with reading() as session:
        codes = asks_code(session, visitor.signed.account.id or 0)
    return {"codes": codes, "elsewhere": visitor.signed.sign_in.signed_by is SignedBy.PROVIDER}


def take_proof(request: Request, visitor: Visitor, secret: str) -> None:
    """Take a proof; one that fails is recorded.

    Raises:
        Refused: see `prove`.
    """
    try:
        prove(visitor.signed, secret, now=visitor.now)
    except Refused as wrong:
        seen = seen_of(request, visitor.signed)
        record(DoorEvent.PROOF, seen, wrong.sentence, now=visitor.now)
        raise
