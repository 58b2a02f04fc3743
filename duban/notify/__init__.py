"""Keeps promises to tell people something: whom, in what words, through which channels."""

from duban.notify.delivering import deliver
from duban.notify.told import Delivered

__all__ = ["Delivered", "deliver"]
