"""What doctor sees of the settings: who may reach the house, whether the clock is true, names that mean nothing."""

import os
import tomllib
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from duban.doctor_files import Answer
from duban.settings import Settings, settings
from duban.tongue import say

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
CONTAINER = "container"
"""Set in the environment inside a container, by our image and by Podman (systemd.io/CONTAINER_INTERFACE)."""
PREFIX = "DUBAN_"
NO_SETTINGS = ("DUBAN_FAULT_POINT", "DUBAN_TEST_POSTGRESQL")
"""What tests say to the processes that they start."""


def look_at_settings() -> Answer:
    """Look at where the house listens, at its clock, and for settings that are none.

    Prefect knows no people: whoever reaches it can start flows in anybody's name, so it belongs on loopback. In a
    container that would keep everybody out; there the ports that are published decide.
    """
    wrong, saw = list(_unknown()), say("监听 %(host)s", host=settings().host)
    if settings().host not in LOOPBACK and os.environ.get(CONTAINER):
        saw += say("；在容器里，谁能连到由对外发布的端口决定，Prefect 的端口只应发布给反向代理或本机")
    elif settings().host not in LOOPBACK:
        wrong.append(
            say(
                "DUBAN_HOST 是 %(host)s：能连到 Prefect 的人都能以他人名义启动流程；请改回 127.0.0.1，"
                "收件箱经反向代理对外。",
                host=settings().host,
            )
        )
    if settings().clock_behind_s:
        wrong.append(say("时钟被拨慢（DUBAN_CLOCK_BEHIND_S），只应在演示时使用；请去掉这个设置。"))
    return saw, wrong


def _unknown() -> Iterator[str]:
    """Tell of names that are none: they are passed over when settings are read, and nothing else would tell of them."""
    file = Path("duban.toml")
    written = tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    set_ = [name for name in sorted(os.environ) if name.startswith(PREFIX) and name not in NO_SETTINGS]
    for name in [*written, *set_]:
        key = name.removeprefix(PREFIX).lower()
        if key not in Settings.model_fields:
            near = get_close_matches(key, Settings.model_fields, n=1)
            meant = say("是不是 %(name)s？", name=PREFIX + near[0].upper()) if near else ""
            none = say("没有 %(name)s 这个设置，写了不起作用；", name=name)
            yield none + meant + say("全部设置见 docs/settings.md。")
