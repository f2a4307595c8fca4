"""What in a figure script gives something else each time."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.diagnostics import Severity
from octavo.project import load_project
from octavo.verify.scripts import causes_in, told_of_clock
from tests.conftest import Write

SCRIPT = Path("figures/a.py")


@pytest.mark.parametrize(
    ("source", "does"),
    [
        ("import random\nrandom.random()", "takes random numbers without a seed"),
        ("from numpy import random as r\nr.normal()", "takes random numbers without a seed"),
        ("from numpy.random import default_rng\ndefault_rng()", "takes random numbers without a"),
        ("from datetime import datetime as d\nd.now()", "reads the clock"),
        ("import time as t\nt.time()", "reads the clock"),
        ("from time import time\ntime()", "reads the clock"),
        ("import time\ntime.perf_counter()", "measures how long it takes"),
        ("import uuid\nuuid.uuid4()", "takes what no seed governs"),
        ("from pathlib import Path\nlist(Path('data').glob('*'))", "lists a folder"),
        ("import os\nos.listdir('data')", "lists a folder"),
        ("import getpass\ngetpass.getuser()", "asks who or where it is"),
    ],
)
def test_a_likely_cause_is_seen(source: str, does: str) -> None:
    """Under whatever name it was imported, at its line."""
    ((span, said, _),) = causes_in(SCRIPT, source)
    assert (span.line, said[: len(does)]) == (2, does)


@pytest.mark.parametrize(
    "source",
    [
        "import random\nrandom.seed(1)\nrandom.random()",
        "import numpy as np\nnp.random.default_rng(1).normal()",
        "import random\nrandom.Random(x=1).random()",
        "import os\nsorted(os.listdir('data'))",
        "import datetime\ndatetime.date(2026, 3, 9)",
        "time = data.time()",
        "no python (",
    ],
)
def test_what_is_the_same_each_time_is_no_cause(source: str) -> None:
    """A seed, a sorted list, a date that is written down."""
    assert list(causes_in(SCRIPT, source)) == []


def test_a_script_that_reads_the_clock_is_told_of_though_nothing_differs(write: Write) -> None:
    """Two builds of one hour may be equal, and those of two days not."""
    root = write({"figures/year.py": "import datetime\n\nprint(datetime.date.today().year)\n"})
    (told,) = told_of_clock(load_project(root))
    assert (str(told.span), told.severity) == ("figures/year.py:3:7", Severity.NOTE)
    assert told.message.startswith("the script reads the clock")
