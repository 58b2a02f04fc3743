"""The ledger: where every Move stands in the Merkle tree, and the signed heads of that tree."""

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel

from models.columns import json_list, moment


class Leaf(SQLModel, table=True):
    """The place of one sealed Move in the tree, from 0, and its hash. Never edited, never deleted."""

    position: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    move_id: int = Field(foreign_key="move.id", unique=True)
    hash: bytes = Field(sa_type=LargeBinary)


class Seal(SQLModel, table=True):
    """A signed head of the tree over its first `size` leaves. Never edited, never deleted; ids are dense from 1.

    `since`: the size at the seal before. `peaks`: roots of the perfect subtrees, the largest first, from which the tree
    grows on; all hashes, the public key and the signature in hexadecimal digits.
    """

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    size: int
    since: int
    root: str = Field(max_length=64)
    peaks: list[str] = json_list()
    algorithm: str = Field(max_length=16)
    encoding: int
    at: datetime = moment()
    key: str = Field(max_length=64)
    signature: str = Field(max_length=128)
