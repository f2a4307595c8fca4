"""Names that say little: words, places, accounts and mailboxes that many have."""

from __future__ import annotations

WORDS = frozenset(
    "abraham adam april august austin banks bell berlin best bishop black blanc blanco book "
    "brown bush butler cambridge case chad chance charles china church coin columbia cook "
    "cross cuba day dean delaware drew duke eagle east england fields fine fisher flint "
    "flower flowers forest fort fox francis franco frank frost george georgia glass gold "
    "good grand grant graves gray green grey gross hall hamilton hand hawk head heart henry "
    "hill holland hope house houston hunt hunter ireland israel james john jordan judge "
    "jung kaiser kent king kings klein knight koch kurz lake lamb lancaster lane lang lange "
    "law lee lincoln little london long lord love madison major march mark marsh mason may "
    "miller mills more nation neu noble north oliver oxford page paris park parker paul "
    "peace peter petit pierre place pool pope porter pot power price prince rain ray read "
    "reed reich rey rich river rivers robert roman rose roth roy sage sand scholar schwarz "
    "sharp shepherd short simon singer small snow sommer song south spring stark state "
    "stein stern stone stones strange strong summer summers swan swift taylor temple terra "
    "thomas train tree trump underwood valentin victor walker wall war ward warwick "
    "washington waters weaver weiss well wells west white wien wild winter wise wolf wood "
    "woods world worth york young".split()
)
"""Family names that are words, places or first names too, in the languages of most journals."""

FORMATS = frozenset(
    "action adobe arial article author base bibliography block body border box cambria caption "
    "cell class color column compact count courier creator dark dest figure fill first font form "
    "frame group header heading height image index info kids label last latin liberation light "
    "line link main meta names next normal note numbers office outline pages parent path print "
    "reader rect role root sans screen script section serif size span style styles symbol table "
    "text theme times title type width word words".split()
)
"""Family names that are words of file formats too: their programs write them into every file."""

COMMON_USERS = frozenset(
    "root user users admin administrator ubuntu debian runner vscode codespace jovyan guest "
    "owner home docker node build builder test tester default nobody me".split()
)
COMMON_LOCAL = frozenset(
    "info contact office mail email admin author authors editor team hello noreply research".split()
)
LINKING = frozenset(
    "a an and at da das de dei del della der des di do du et for im in la le of the und van von y "
    "zu zur".split()
)
"""Words of institutions' names that distinguish none."""
