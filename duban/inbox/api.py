"""Gathers the API for programs under /api/v1."""

from fastapi import APIRouter

from duban.inbox.rest import acting, document, filed, hooks, inspecting, lives, mine, office, own_plans, plans, talk

router = APIRouter(prefix="/api/v1")
for part in (lives, acting, plans, own_plans, inspecting, filed, talk, office, mine, hooks, document):
    router.include_router(part.router)
