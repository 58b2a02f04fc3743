"""Serves the inbox with uvicorn, at the address of the settings."""

import uvicorn

from duban.inbox.app import create_app
from duban.settings import settings


def run() -> None:
    """Serve until stopped. Behind a TLS proxy set DUBAN_SECURE_COOKIES and DUBAN_PUBLIC_URL."""
    workers = settings().inbox_workers
    uvicorn.run(
        create_app() if workers == 1 else "duban.inbox.app:create_app",
        factory=workers > 1,
        workers=workers,
        host=settings().host,
        port=settings().inbox_port,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=5,
    )
