"""Keeps promises to tell people something: whom, in what words, through which channels."""

from duban.notify.delivering import Delivered, deliver

__all__ = ["Delivered", "deliver"]
