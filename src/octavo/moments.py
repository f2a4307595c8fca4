"""Moments that outputs bear and rules reckon from: the clock's only where nothing else is said."""

from __future__ import annotations

import datetime
import os
import re

from octavo.diagnostics import UsageError
from octavo.metadata import Metadata


def source_date_epoch() -> int | None:
    """Return SOURCE_DATE_EPOCH; raise `UsageError` where it is no number of seconds."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return None
    if not re.fullmatch(r"\d{1,11}", epoch):
        raise UsageError(f"SOURCE_DATE_EPOCH is `{epoch}`", "give seconds since 1970, or unset it")
    return int(epoch)


def timestamp_of(metadata: Metadata) -> int:
    """Return the moment that the outputs bear: SOURCE_DATE_EPOCH, the date given, or 1980.

    https://reproducible-builds.org/specs/source-date-epoch/
    """
    if (given := source_date_epoch()) is not None:
        return given
    day = metadata.date or datetime.date(1980, 1, 1)
    midnight = datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)
    return int(midnight.timestamp())


def today() -> datetime.date:
    """Return the day of SOURCE_DATE_EPOCH, or today."""
    epoch = source_date_epoch()
    if epoch is None:
        return datetime.datetime.now(tz=datetime.UTC).date()
    return moment_of(epoch).date()


def moment_of(timestamp: int) -> datetime.datetime:
    """Return seconds since 1970 as a moment (UTC)."""
    return datetime.datetime.fromtimestamp(timestamp, datetime.UTC)


def moment_text(timestamp: int) -> str:
    """Return seconds since 1970 as files say a moment: `2026-05-04T00:00:00Z`."""
    return f"{moment_of(timestamp):%Y-%m-%dT%H:%M:%SZ}"
