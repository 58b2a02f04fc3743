"""Django as both peers on it use it.

SQLite in WAL with every commit on disk, where a writer takes the lock at once; or PostgreSQL, a connection per thread.
"""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from django.conf import settings


def configure(folder: Path, url: str) -> None:
    settings.configure(
        DEBUG=False,
        DATABASES={"default": _on_a_server(url) if url else _in(folder)},
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
    )
    import django

    django.setup()


def _in(folder: Path) -> dict[str, object]:
    options = {
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        "timeout": 60,
    }
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "db.sqlite3"), "OPTIONS": options}


def _on_a_server(url: str) -> dict[str, object]:
    named = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": named.path.lstrip("/"),
        "USER": named.username,
        "HOST": parse_qs(named.query)["host"][0],
        "CONN_MAX_AGE": None,
    }


def log_of(task: type) -> type:
    """Make the table of the log rows of a task."""
    from django.db import models

    class Log(models.Model):
        task_row = models.ForeignKey(task, on_delete=models.PROTECT, db_column="task")
        at = models.DateTimeField()
        act = models.CharField(max_length=20)
        became = models.CharField(max_length=20)
        person = models.IntegerField()

        class Meta:
            app_label = "bench"

    return Log


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
