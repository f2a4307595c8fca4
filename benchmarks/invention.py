"""Prose that means nothing and is shaped like an article's: the same for the same seed.

Words are made of Latin stems, so that they have the lengths of real ones and can be
hyphenated, and are drawn as in any language: few of them often, most of them seldom.
"""

from __future__ import annotations

from itertools import accumulate, product
from random import Random

PREFIXES = "con de dis ex in inter per pre pro re sub trans".split()
STEMS = (
    "ceptu duct fer flex form fract gress grad ject lect mit mot pel pend port press rupt script"
    " sect serv sist spect spir stell strict struct tact tend tract vers vert vid voc volv"
).split()
NOUNS = "ion or ence ency ity ment ure ance".split()
ADJECTIVES = "ive al ent ible ual ory".split()
VERBS = "s es ed ates ifies ises".split()

COMMON = {
    "noun": (
        "model state data policy effect region measure result method case theory level change"
        " market survey sample period structure evidence estimate share government country growth"
    ).split(),
    "adjective": (
        "new large regional national local political economic annual relative early common"
        " external domestic stable observed"
    ).split(),
    "verb": "shows suggests explains limits follows changes supports shapes requires".split(),
}
LINKS = "of in for under within between beyond across against after".split()
DETERMINERS = "the the the a this each every no one".split()
CLAUSES = (", because", ", although", ", while", "; moreover,", ", so that", ", and", ", whereas")
OPENINGS = (
    "In practice,", "By contrast,", "At the same time,", "Over the whole period,",
    "As before,", "In most cases,", "Not by chance,", "To begin with,",
)  # fmt: skip
SYLLABLES = (
    "ba be bo da de do fa fe ga go ha he jo ka ke ko la le li lo ma me mi mo na ne no"
    " pa pe ra re ri ro sa se so ta te to va ve vo wa we za ze zo"
).split()
ENDINGS = "n r nd rt s l m nson ller sky rez tti ngh lund berg mann vić ño".split()
SYMBOLS = r"\alpha \beta \gamma \lambda \mu \sigma \theta \phi x y z p q".split()
SENTENCE_WORDS = 20
"""About how many words a sentence has."""


class Inventor:
    """Makes words, sentences, formulas and names, each after the one before."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311  (nothing is secret here)
        self._words = {
            "noun": _Ranked(COMMON["noun"], NOUNS, self.random),
            "adjective": _Ranked(COMMON["adjective"], ADJECTIVES, self.random),
            "verb": _Ranked(COMMON["verb"], VERBS, self.random),
        }

    def word(self, kind: str) -> str:
        """Return a noun, an adjective or a verb."""
        return self._words[kind].draw(self.random)

    def chance(self, probability: float) -> bool:
        """Tell whether what is so probable happens now."""
        return self.random.random() < probability

    def sentence(self, close: str = "") -> str:
        """Return a sentence with something, such as a citation, before its full stop."""
        clauses = self._clause()
        if self.chance(0.7):
            clauses += f"{self.random.choice(CLAUSES)} {self._clause()}"
        if self.chance(0.05):
            clauses += f" where ${self.symbol()} = {self.random.random():.2f}$"
        if self.chance(0.2):
            clauses = f"{self.random.choice(OPENINGS)} {clauses}"
        return f"{clauses[0].upper()}{clauses[1:]}{close and f' {close}'}."

    def _clause(self) -> str:
        parts = [self._thing(), self.word("verb"), self._thing()]
        parts += [self.random.choice(LINKS), self._thing()]
        return " ".join(parts)

    def _thing(self) -> str:
        determiner = self.random.choice(DETERMINERS)
        adjective = self.word("adjective") if self.chance(0.55) else ""
        if adjective and self.chance(0.03):
            adjective = f"*{adjective}*"
        noun = self.word("noun")
        if determiner == "a" and (adjective or noun).strip("*")[0] in "aeiou":
            determiner = "an"
        return " ".join(filter(None, (determiner, adjective, noun)))

    def title(self, nouns: int = 2) -> str:
        """Return a title, without a full stop."""
        things = [f"{self.word('adjective')} {self.word('noun')}" for _ in range(nouns)]
        text = f" {self.random.choice(LINKS)} the ".join(things)
        return text[0].upper() + text[1:]

    def symbol(self) -> str:
        """Return a letter of a formula, with an index."""
        return f"{self.random.choice(SYMBOLS)}_{{{self.random.choice('ijkt')}}}"

    def formula(self) -> str:
        """Return a displayed formula in TeX."""
        a, b, c, d = (self.symbol() for _ in range(4))
        shapes = (
            rf"{a} = \frac{{{b} + {c}}}{{1 + e^{{-{d}}}}}",
            rf"\sum_{{i=1}}^{{n}} {a} {b}^{{2}} \leq \sqrt{{{c} + {d}}}",
            rf"{a} = \int_{{0}}^{{\infty}} {b}\, e^{{-{c} t}}\, \mathrm{{d}}t + {d}",
            rf"\hat{{{a}}} = \arg\max_{{{b}}} \prod_{{k=1}}^{{K}} p({c} \mid {d})",
        )
        return self.random.choice(shapes)

    def surname(self) -> str:
        """Return a family name."""
        count = self.random.choice((1, 2, 2, 3))
        name = "".join(self.random.choice(SYLLABLES) for _ in range(count))
        return (name + self.random.choice(ENDINGS)).capitalize()


class _Ranked:
    """Words by how often they are used, as Zipf has it."""

    def __init__(self, common: list[str], suffixes: list[str], random: Random) -> None:
        made = ["".join(parts) for parts in product(PREFIXES, STEMS, suffixes)]
        random.shuffle(made)
        self.words = [*common, *made]
        self.weights = list(accumulate(1 / (rank + 2.7) for rank in range(len(self.words))))

    def draw(self, random: Random) -> str:
        return random.choices(self.words, cum_weights=self.weights)[0]
