"""Gathers the API for programs under /api/v1."""

from fastapi import APIRouter

from duban.inbox.rest import (
    accounts,
    acting,
    amending,
    boards,
    calendar_links,
    calendars,
    coming_in,
    document,
    filed,
    hooks,
    inspecting,
    lives,
    mine,
    office,
    own_plans,
    plans,
    policies,
    talk,
)

router = APIRouter(prefix="/api/v1")
# fmt: off
for part in (
    lives, acting, plans, boards, amending, own_plans, inspecting, filed, talk, office, policies, calendars, mine,
    coming_in, accounts, calendar_links, hooks, document,
):
    router.include_router(part.router)
# fmt: on
