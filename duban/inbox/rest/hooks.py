"""Webhooks: registered, listed with their last tries and ended by operators."""

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import Field

from duban import ledger_events
from duban.answered import Answer
from duban.database import reading
from duban.inbox.asked import Number
from duban.inbox.rest.caller import Manager
from duban.inbox.rest.problems import DOES, READS
from duban.inbox.rest.sending import ASent, once
from duban.inbox.rest.shapes_around import PostingTold, WebhookMade, WebhookTold
from duban.webhooks.registering import HookWanted, add_webhook, check_operator, end_webhook, last_tries, webhooks
from models.values import LARGEST, Value

router = APIRouter(tags=["webhooks"])


class WebhookAsked(Value):
    """Where to post; about one plan, or all; the named events, or all when none is named."""

    url: str = Field(min_length=1, max_length=500)
    plan_id: int | None = Field(None, ge=1, le=LARGEST)
    events: list[str] = Field(default_factory=list, max_length=100)


@router.get("/webhooks", responses=READS, summary="List webhooks with their last tries, the newest first (operators)")
def listed(caller: Manager) -> list[WebhookTold]:
    with reading() as session:
        check_operator(session, caller.actor, now=caller.now)
        found = webhooks(session)
        tries = last_tries(session, found)
    return [
        WebhookTold.model_validate({**hook.model_dump(), "tries": [_tried(one) for one in tries.get(hook.id or 0, [])]})
        for hook in found
    ]


def _tried(row: object) -> PostingTold:
    return PostingTold.model_validate(row)


@router.get("/webhooks/events", responses=READS, summary="List every event there is")
def events(caller: Manager) -> list[str]:
    return ledger_events.events()


@router.post("/webhooks", responses=DOES, response_model=WebhookMade, summary="Register a webhook (operators)")
def added(asked: WebhookAsked, caller: Manager, sent: ASent) -> Response:
    """The secret is told here only; it signs what is posted, as the Standard Webhooks specification says."""

    def work() -> Answer:
        wanted = HookWanted(asked.url, asked.plan_id, tuple(asked.events))
        made = add_webhook(wanted, by=caller.actor, now=caller.now)
        return Answer(200, WebhookMade.model_validate(made.model_dump()).model_dump_json())

    return once(caller, sent, work)


@router.post(
    "/webhooks/{number}/end", responses=DOES, response_model=WebhookTold, summary="End a webhook for good (operators)"
)
def ended(number: Number, caller: Manager, sent: ASent) -> Response:
    def work() -> Answer:
        hook = end_webhook(number, by=caller.actor, now=caller.now)
        return Answer(200, WebhookTold.model_validate(hook.model_dump()).model_dump_json())

    return once(caller, sent, work)
