"""Where figure scripts run: on this machine, or where an address says."""

from __future__ import annotations

import re
from functools import partial
from importlib.util import find_spec

from octavo.diagnostics import ToolError, UsageError
from octavo.figures import DrawFor, draw_figures

DASK = re.compile(r"dask://([\w.-]+:\d+|\[[\da-fA-F:.]+\]:\d+)?/?")


def drawing_on(address: str | None) -> DrawFor:
    """Return what draws the figures at an address; raise for one that is none."""
    if address is None:
        return draw_figures
    if not DASK.fullmatch(address):
        message = f"`{address}` is no address of an executor"
        raise UsageError(message, "write it as `dask://HOST:PORT`, or `dask://` for this machine")
    if find_spec("distributed") is None:
        message = "figures are drawn on a Dask cluster with the package distributed"
        raise ToolError(message, "install octavo[cluster]")
    from octavo.figure_cluster import FigureCluster

    return partial(draw_figures, runner=partial(FigureCluster, address))
