"""Django as both peers on it use it: SQLite in WAL with every commit on disk, a writer takes the lock at once."""

import os

from django.conf import settings


def configure(folder: str) -> None:
    options = {
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        "timeout": 60,
    }
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": os.path.join(folder, "db.sqlite3"), "OPTIONS": options}
    settings.configure(
        DEBUG=False,
        DATABASES={"default": database},
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
    )
    import django

    django.setup()


def create(*models: type) -> None:
    from django.db import connection

    with connection.schema_editor() as editor:
        for model in models:
            editor.create_model(model)


def close() -> None:
    """A thread's connection is its own."""
    from django.db import connection

    if connection.vendor != "sqlite":
        connection.close()
