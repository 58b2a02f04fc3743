"""Why a file cannot be read or written, in Chinese: what the operating system says is in English."""

import errno

_WHY = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.ENOSPC: "磁盘已满",
    errno.EROFS: "磁盘是只读的",
    errno.ENAMETOOLONG: "名称太长",
}


def why_zh(problem: OSError) -> str:
    """Say what is in the way; where we have no words for it, as the system says it."""
    return _WHY.get(problem.errno or 0) or problem.strerror or str(problem)
