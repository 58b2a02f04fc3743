"""The words of appeals against a score."""

from models.words import Word

# fmt: off


class AppealState(Word):
    """Where an appeal stands."""

    LODGED    = "lodged",    "待复核"
    UPHELD    = "upheld",    "申诉成立"
    DISMISSED = "dismissed", "申诉驳回"
    WITHDRAWN = "withdrawn", "已撤回"
# fmt: on
