"""What a driver raises when the database itself is in trouble: gone, locked, full."""

import sqlite3

from psycopg import OperationalError as PostgresTrouble
from sqlalchemy.exc import OperationalError

TROUBLE = (OperationalError, sqlite3.OperationalError, PostgresTrouble)
