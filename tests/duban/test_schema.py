"""The migrations give exactly the tables that the models declare, and running them again changes nothing."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from duban.database import engine
from duban.schema import migrate
from models.tables import metadata


def test_the_migrated_tables_are_those_of_the_models(home):
    with engine().connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        differing = compare_metadata(context, metadata)

    assert differing == []


def test_every_model_has_its_table(home):
    found = set(inspect(engine()).get_table_names())

    assert found - {"alembic_version"} == set(metadata.tables)


def test_migrating_twice_changes_nothing(home):
    before = inspect(engine()).get_table_names()

    migrate()

    assert inspect(engine()).get_table_names() == before
