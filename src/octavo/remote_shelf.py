"""Entries at any address that fsspec knows: a bucket, a server, a folder that machines share.

Who shares a store does not wait for it: one that cannot be reached is not asked again, and one
that may only be read is only read.  What is said of it names neither passwords nor signatures.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from functools import cached_property
from threading import Thread
from typing import Any, TypeVar
from uuid import uuid4

from octavo.diagnostics import ToolError, UsageError

SECONDS = 15.0
"""The time that one answer may take."""

T = TypeVar("T")


class RemoteShelf:
    """Entries as files below an address such as `s3://bucket/folder`."""

    def __init__(self, address: str, seconds: float = SECONDS) -> None:
        self.place = without_secrets(address)
        self.trouble = ""
        """Why it is not asked any more, from the first failure on."""

        self._address, self._seconds = address, seconds
        self._writable = True
        _require(address)

    def read(self, name: str) -> bytes | None:
        """Return what is kept under a name, or None."""
        return self._asked(lambda: self._read(name))

    def write(self, name: str, data: bytes) -> None:
        """Keep something whole, or not at all."""
        if self._writable:
            self._asked(lambda: self._write(name, data))

    def remove(self, name: str) -> None:
        """Take an entry away, if it is there and we may."""
        if self._writable:
            self._asked(lambda: self._remove(name))

    def _read(self, name: str) -> bytes | None:
        try:
            return bytes(self._files.cat_file(f"{self._root}/{name}"))
        except FileNotFoundError:
            return None

    def _write(self, name: str, data: bytes) -> None:
        try:
            self._put(f"{self._root}/{name}", data)
        except (OSError, NotImplementedError) as error:
            if not _refuses(error):
                raise
            self._writable = False

    def _remove(self, name: str) -> None:
        try:
            self._files.rm_file(f"{self._root}/{name}")
        except FileNotFoundError:
            return
        except (OSError, NotImplementedError) as error:
            if not _refuses(error):
                raise
            self._writable = False

    def _put(self, path: str, data: bytes) -> None:
        """Write a file aside and move it; where a move would copy, a file appears whole anyway."""
        if not self._moves:
            self._files.pipe_file(path, data)
            return
        folder, _, name = path.rpartition("/")
        waiting = f"{folder}/.{name}.{uuid4().hex}"
        try:
            try:
                self._files.pipe_file(waiting, data)
            except FileNotFoundError:
                self._files.makedirs(folder, exist_ok=True)
                self._files.pipe_file(waiting, data)
            with suppress(FileExistsError):  # another build was faster, with the same result
                self._files.mv(waiting, path)
                return
            self._files.rm_file(waiting)
        except BaseException:
            with suppress(Exception):
                self._files.rm_file(waiting)
            raise

    @cached_property
    def _opened(self) -> tuple[Any, str]:
        """The file system, and the path of the store in it; making it may ask a server already."""
        from fsspec.core import url_to_fs

        files, root = url_to_fs(self._address)
        return files, str(root).rstrip("/")

    @property
    def _files(self) -> Any:
        return self._opened[0]

    @property
    def _root(self) -> str:
        return self._opened[1]

    @property
    def _moves(self) -> bool:
        """Whether files are moved by the file system, which has real folders then."""
        from fsspec import AbstractFileSystem

        return type(self._files).mv is not AbstractFileSystem.mv

    def _asked(self, act: Callable[[], T]) -> T | None:
        """Return what comes of an act; if nothing does in time, this was the last one."""
        if self.trouble:
            return None
        answer: Future[T] = Future()

        def work() -> None:
            try:
                answer.set_result(act())
            except BaseException as error:  # noqa: BLE001  (it is raised where it is waited for)
                answer.set_exception(error)

        # Not in a pool: at the end nobody waits for a thread that never comes back.
        Thread(target=work, daemon=True).start()
        try:
            return answer.result(self._seconds)
        except Exception as error:  # noqa: BLE001  (every file system has its own)
            self.trouble = f"the store {self.place} cannot be reached: {self._said(error, answer)}"
            return None

    def _said(self, error: Exception, answer: Future[T]) -> str:
        """Return what went wrong in words that hold no address: it may be a signed one."""
        if not answer.done():
            return f"no answer within {self._seconds:g} seconds"
        number = error.errno if isinstance(error, OSError) else None
        return f"{type(error).__name__}, {os.strerror(number)}" if number else type(error).__name__


def _refuses(error: Exception) -> bool:
    """Tell whether a file system does not let us write, as one may that is only to be read."""
    refusals = (PermissionError, NotImplementedError)
    return isinstance(error, refusals) or getattr(error, "errno", None) == errno.EROFS


def without_secrets(address: str) -> str:
    """Return an address without users, passwords and signatures."""
    return re.sub(r"[?#].*", "", re.sub(r"://.*@", "://", address))


def _require(address: str) -> None:
    """Raise for an address that is none, or for which a package is missing."""
    hint = "write it as `s3://bucket/folder` or `file:///shared/folder`"
    if "://" not in address:
        raise UsageError(f"`{address}` is no address of a store", hint)
    try:
        from fsspec import get_filesystem_class
        from fsspec.utils import get_protocol
    except ImportError:
        message = "a store at an address needs the package fsspec"
        raise ToolError(message, "install octavo[cluster]") from None
    protocol = get_protocol(address)
    try:
        get_filesystem_class(protocol)
    except ImportError as error:
        message = f"a store at {protocol}:// needs a package that is missing"
        raise ToolError(message, str(error).partition("\n")[0]) from None
    except ValueError:
        raise UsageError(
            f"fsspec knows no addresses that begin with `{protocol}://`", hint
        ) from None
