"""Cookies of the inbox: no script reads them, no other site sends them along, and over TLS none can be planted.

Over TLS their names begin with `__Host-`: a browser takes such a cookie only from us, for the whole site, over TLS.
"""

from fastapi import Request
from fastapi.responses import Response

from duban.settings import settings

SIGNED = "duban"
"""Of whoever is signed in."""
DOOR = "duban_door"
"""A cookie that only a visitor of our own sign-in page has; the form has to say the same."""
STEP = "duban_step"
"""Of whoever has taken the first step at the door."""
FLASH = "flash"
LANGUAGE = "duban_language"
"""The language chosen in a browser."""


def called(name: str) -> str:
    """Give the name that a cookie has on the way."""
    return f"__Host-{name}" if settings().over_tls else name


def cookie_of(request: Request, name: str) -> str:
    """Give what a browser brings; nothing when it has no such cookie."""
    return request.cookies.get(called(name), "")


def keep_cookie(answer: Response, name: str, value: str, *, max_age: int) -> None:
    """Set a cookie."""
    answer.set_cookie(
        called(name), value, max_age=max_age, path="/", httponly=True, samesite="lax", secure=settings().over_tls
    )


def drop_cookie(answer: Response, name: str) -> None:
    """Take a cookie back."""
    answer.delete_cookie(called(name), path="/", httponly=True, samesite="lax", secure=settings().over_tls)
