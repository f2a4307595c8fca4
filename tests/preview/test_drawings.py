"""Which figures of a session are drawn again."""

from __future__ import annotations

from octavo.preview.contents import Contents
from octavo.preview.drawings import Drawings
from octavo.progress import silently
from octavo.project import load_project
from tests.conftest import WAVE, Write

LOG = """import pathlib, subprocess
subprocess.run(["true"])
with open(pathlib.Path(__file__).parents[1] / "drawn.log", "a") as log:
    print("wave", file=log)
"""


def test_a_script_whose_reading_nobody_sees_follows_all_that_is_beside_it(write: Write) -> None:
    """It started a program, which may read anything there; what editors leave there is nothing."""
    root = write({"figures/wave.py": WAVE + LOG, "figures/numbers.csv": "1"})
    drawings = Drawings(Contents())

    def drawn() -> int:
        drawings.draw(load_project(root, store=""), silently)
        return (root / "drawn.log").read_text().count("wave")

    assert drawn() == 1
    for name in (".numbers.csv.swp", "numbers.csv~"):
        (root / "figures" / name).write_text("2")
    assert drawn() == 1
    (root / "figures/numbers.csv").write_text("2")
    assert drawn() == 2
