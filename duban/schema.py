"""Brings the database to the newest schema; only migrations ever make or change tables."""

from pathlib import Path

from alembic import command
from alembic.config import Config

import migrations
from duban import clock
from duban.database import engine, writing
from duban.definitions import remember
from duban.settings import settings


def alembic_config() -> Config:
    """Give alembic's configuration, without an ini file."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.set_main_option("path_separator", "os")
    return config


def migrate() -> None:
    """Run every migration that has not run yet, then put the rules in force on record. Safe to repeat.

    The home is made if needed, for nobody else to read. On failure no table is changed.
    """
    config = alembic_config()
    settings().home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with engine().connect().execution_options(writing=True) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()
    with writing() as session:
        remember(session, now=clock.now())
