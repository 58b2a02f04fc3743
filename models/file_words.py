"""What people should know of a file."""

from models.words import Word

# fmt: off


class FileNote(Word):
    """What people should know of a file before they open it."""

    MACROS    = "macros",    "含宏，打开时不要启用",       "holds macros; do not enable them"
    BOMB      = "bomb",      "解开后极大，不要直接解压",   "unpacks to an enormous size"
    OTHERWISE = "otherwise", "扩展名与内容不符",           "is not what its name says"
    LOCKED    = "locked",    "加了密，看不到里面",         "is locked with a password"
# fmt: on
