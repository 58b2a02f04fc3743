"""Heads beside their table: each seal's head is in a file of its own, and a file that a crash left out is made good."""

from duban.database import reading
from duban.fault_points import reach
from duban.ledger import heads, stored
from duban.ledger.heads import Head
from models.errors import Broken
from models.seal import Seal


def write(head: Head) -> None:
    """Write the file of a head that is stored."""
    reach("seal.committed")
    heads.write_file(head)
    reach("seal.filed")


def write_missing() -> int:
    """Write the files of heads that have none: a crash came between commit and file. Give how many there were.

    Raises:
        Broken: a head file knows more than the database, or something else.
    """
    filed = heads.numbers_filed()
    with reading() as session:
        newest = stored.newest_seal(session)
        last = newest.id if newest else 0
        if filed and max(filed) > last:
            raise Broken(*_behind(max(filed), last))
        if newest and last in filed and heads.read_head(heads.file_of(last)) != heads.head_of(newest):
            raise Broken(*_differs(last))
        missing = sorted(set(range(1, last + 1)) - filed)
        found = [session.get(Seal, number) for number in missing]
    for one in found:
        if one is not None:
            heads.write_file(heads.head_of(one))
    return len(found)


def _behind(filed: int, last: int) -> tuple[str, str]:
    return (
        f"{heads.folder()} 里有第 {filed} 次封存的凭证，数据库里却只到第 {last} 次：数据库是较早的副本，或被人删过。"
        "请先用 duban ledger verify 查明；如果确是从备份恢复，把较新的凭证移到别处保存后再封存。",
        f"There is a head of seal {filed} in {heads.folder()}, but the database ends at {last}: it is an older copy, "
        "or rows were deleted. Look with duban ledger verify; after a restore, keep the newer heads elsewhere.",
    )


def _differs(number: int) -> tuple[str, str]:
    return (
        f"第 {number} 次封存在数据库里的和 {heads.file_of(number)} 里的不一样。请用 duban ledger verify 查明后再封存。",
        f"Seal {number} in the database is not the one in {heads.file_of(number)}; look with duban ledger verify.",
    )
