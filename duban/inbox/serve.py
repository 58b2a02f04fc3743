"""Serves the inbox with uvicorn, at the address of the settings."""

import gc

import uvicorn
from fastapi import FastAPI

from duban.inbox.app import create_app
from duban.logs import write_logs
from duban.settings import settings


def run() -> None:
    """Serve until stopped. Behind a TLS proxy set DUBAN_SECURE_COOKIES and DUBAN_PUBLIC_URL."""
    write_logs()
    workers = settings().inbox_workers
    uvicorn.run(
        _settled() if workers == 1 else "duban.inbox.serve:worker",
        factory=workers > 1,
        workers=workers,
        host=settings().host,
        port=settings().inbox_port,
        log_config=None,
        access_log=False,  # the guard writes a line for each request, without what is secret in its address
        server_header=False,
        timeout_graceful_shutdown=5,
    )


def worker() -> FastAPI:
    """Make the inbox in one of several processes."""
    write_logs()
    return _settled()


def _settled() -> FastAPI:
    """Make the inbox; leave what is loaded by then out of every later sweep of the memory.

    Such a sweep came upon one act in some thousands, and held it up for a tenth of a second.
    """
    app = create_app()
    gc.collect()
    gc.freeze()
    return app
