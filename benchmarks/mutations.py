"""Small changes of a module, each of which a good test would notice."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

OTHERS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
"""What a comparison becomes: its opposite, or another at the border."""

UNSEEN = frozenset(("encoding", "strict"))
"""Keywords that only guard against what the rest of the code rules out."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one change."""

    path: Path
    line: int
    column: int
    end: int
    change: str
    text: str


@dataclass(frozen=True, slots=True)
class _Change:
    node: ast.expr | ast.stmt
    apply: Callable[[], object]
    put: ast.stmt | None = None


def count(path: Path) -> int:
    """Return how many changes of a module there are."""
    return sum(1 for _ in _changes(ast.parse(path.read_text(encoding="utf-8"))))


def mutant(path: Path, number: int) -> Mutant:
    """Return a module with one of its changes."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    change = next(islice(_changes(tree), number, None))
    node, before = change.node, _line(change.node)
    change.apply()
    text = ast.unparse(ast.fix_missing_locations(tree))
    end = node.body[0].lineno - 1 if isinstance(node, ast.If | ast.While) else node.end_lineno
    told, column = f"{before} → {_line(change.put or node)}", node.col_offset + 1
    return Mutant(path, node.lineno, column, max(end or 0, node.lineno), told, text)


def _line(node: ast.AST) -> str:
    return ast.unparse(node).partition("\n")[0]


def _changes(tree: ast.Module) -> Iterator[_Change]:
    for node in _code(tree):
        match node:
            case ast.Compare():
                others = [(n, o) for n, was in enumerate(node.ops) for o in OTHERS[type(was)]]
                for n, other in others:
                    yield _Change(node, partial(node.ops.__setitem__, n, other()))
            case ast.BoolOp():
                other_way = ast.Or() if isinstance(node.op, ast.And) else ast.And()
                yield _Change(node, partial(setattr, node, "op", other_way))
            case ast.If() | ast.While() | ast.IfExp():
                yield _Change(node, partial(setattr, node, "test", _negated(node.test)))
            case ast.Constant(value=int(value)) if not isinstance(value, bool):
                for step in (1, -1):
                    yield _Change(node, partial(setattr, node, "value", value + step))
            case ast.Return(value=ast.expr() as value) if ast.unparse(value) != "None":
                yield _Change(node, partial(setattr, node, "value", ast.Constant(None)))
            case ast.Call():
                for keyword in node.keywords:
                    if keyword.arg and keyword.arg not in UNSEEN:
                        yield _Change(node, partial(node.keywords.remove, keyword))
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                for part in node.generators:
                    for n, test in enumerate(part.ifs):
                        yield _Change(node, partial(part.ifs.__setitem__, n, _negated(test)))
        yield from _statements(node)


def _code(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what runs: neither annotations nor decorators."""
    yield node
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "bases"):
            continue
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, ast.AST):
                yield from _code(inner)


def _negated(test: ast.expr) -> ast.expr:
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return test.operand
    return ast.UnaryOp(ast.Not(), test)


def _statements(node: ast.AST) -> Iterator[_Change]:
    """Yield what drops a statement of a node, or turns `break` into `continue` and back."""
    for name in ("body", "orelse", "finalbody"):
        inner = getattr(node, name, [])
        for n, statement in enumerate(inner if isinstance(inner, list) else []):
            other: ast.stmt = ast.Pass()
            match statement:
                case ast.Break():
                    other = ast.Continue()
                case ast.Continue():
                    other = ast.Break()
                case ast.AugAssign() | ast.Raise():
                    pass
                case ast.Expr() if not isinstance(statement.value, ast.Constant):
                    pass
                case ast.Assign(targets=[ast.Attribute() | ast.Subscript(), *_]):
                    pass
                case _:
                    continue
            yield _Change(statement, partial(_replace, inner, n, other), other)


def _replace(body: list[ast.stmt], place: int, other: ast.stmt) -> None:
    body[place] = other
