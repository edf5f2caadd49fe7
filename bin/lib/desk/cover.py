"""Runs a program so that the lines of our addons note themselves.

``cover.py -m odoo ...`` does what ``python -m odoo ...`` does. Until version 3.12
Python can trace either every line of a program or none, and tracing all of Odoo costs
it two thirds more time. So each statement of ours gets a neighbour that marks its line,
when the module is loaded; Odoo itself runs untouched. What was marked goes to the
folder ``DESK_COVER`` when the process ends; ``cover.py FOLDER DATA`` makes of it what
the tool coverage reads. What was compiled stays in that folder, too: the next process
of the same run starts sooner.
"""

import os
import sys

if __name__ == "__main__":
    # As with ``python -m``; the modules beside this file are for nobody else.
    sys.path[0] = os.getcwd()

import ast
import atexit
import builtins
import hashlib
import json
import marshal
import runpy
from importlib.machinery import SourceFileLoader
from pathlib import Path

FOLDER = "DESK_COVER"
ROOT = Path(__file__).resolve().parents[3]
MARKS = "__desk_lines_%s__"


class Marker(ast.NodeTransformer):
    """Puts ``MARKS[line] = 1`` before each statement."""

    def __init__(self, name: str):
        self.name = name

    def mark(self, line: int, place: ast.AST) -> ast.stmt:
        target = ast.Subscript(
            ast.Name(self.name, ast.Load()), ast.Constant(line), ast.Store()
        )
        new = ast.Assign([target], ast.Constant(1), lineno=line)
        for node in ast.walk(new):
            ast.copy_location(node, place)
        return new

    def block(self, statements: list[ast.stmt], head: ast.AST | None = None) -> list:
        """``head``: the line above that stands for the block, such as ``except``."""
        done = []
        if head is not None:
            done.append(self.mark(head.lineno, statements[0]))
        for statement in statements:
            for decorator in getattr(statement, "decorator_list", ()):
                done.append(self.mark(decorator.lineno, statement))
            done += [self.mark(statement.lineno, statement), self.visit(statement)]
        return done

    def generic_visit(self, node: ast.AST) -> ast.AST:
        for name in ("body", "orelse", "finalbody"):
            found = getattr(node, name, None)
            # The body of a lambda is no list of statements.
            if found and isinstance(found, list):
                head = None
                if isinstance(node, ast.ExceptHandler):
                    head = node
                elif isinstance(node, ast.match_case):
                    head = node.pattern
                first = self._first(node, found) if name == "body" else 0
                late = [self.mark(one.lineno, one) for one in found[:first]]
                rest = self.block(found[first:], head)
                setattr(node, name, found[:first] + late + rest)
        for name in ("handlers", "cases"):
            for part in getattr(node, name, ()):
                self.visit(part)
        return node

    @staticmethod
    def _first(node: ast.AST, statements: list[ast.stmt]) -> int:
        """How many statements must stay in front: docstring, ``__future__``."""
        holders = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
        if not isinstance(node, holders):
            return 0
        first = 0 if ast.get_docstring(node, clean=False) is None else 1
        for statement in statements[first:]:
            future = isinstance(statement, ast.ImportFrom)
            if not future or statement.module != "__future__":
                break
            first += 1
        return first


class Notes:
    """The marks of this process."""

    def __init__(self, folder: str):
        self.folder = folder
        self.name = os.urandom(4).hex()
        self.marks: dict[str, list[int]] = {}
        found = ROOT.glob("*/__manifest__.py")
        self.ours = tuple(f"{manifest.parent}{os.sep}" for manifest in found)

    def wants(self, path: str) -> bool:
        return path.startswith(self.ours) and measured(path)

    def compile(self, source: bytes, path: str):
        # The same name in every process, as the compiled code is for all of them.
        name = MARKS % hashlib.sha256(path.encode()).hexdigest()[:16]
        self.marks[path] = [0] * (source.count(b"\n") + 2)
        setattr(builtins, name, self.marks[path])
        digest = hashlib.sha256(path.encode() + b"\0" + source).hexdigest()
        kept = Path(self.folder, f"code-{digest}")
        try:
            return marshal.loads(kept.read_bytes())
        except (OSError, EOFError, ValueError, TypeError):
            tree = Marker(name).visit(ast.parse(source, path))
            code = compile(tree, path, "exec", dont_inherit=True)
        # In one go: another process may be reading it.
        fresh = kept.with_suffix(f".{self.name}-{os.getpid()}")
        fresh.write_bytes(marshal.dumps(code))
        fresh.replace(kept)
        return code

    def start(self) -> None:
        as_ever = SourceFileLoader.get_code

        def get_code(loader, fullname):
            path = loader.get_filename(fullname)
            if not self.wants(path):
                return as_ever(loader, fullname)
            # Not from Python's store of compiled files, nor into it.
            return self.compile(loader.get_data(path), path)

        SourceFileLoader.get_code = get_code
        atexit.register(self.save)

    def save(self) -> None:
        lines = {
            path: [number for number, mark in enumerate(marks) if mark]
            for path, marks in self.marks.items()
        }
        if lines:
            # A forked process ends under a number of its own.
            name = f"lines-{self.name}-{os.getpid()}.json"
            Path(self.folder, name).write_text(json.dumps(lines), "utf-8")


def measured(path: str) -> bool:
    return (
        f"{os.sep}tests{os.sep}" not in path
        and os.path.basename(path) != "__manifest__.py"
    )


def prefix() -> list[str]:
    """What comes between Python and its arguments where lines are counted."""
    return [__file__] if os.environ.get(FOLDER) else []


def combine(folder: str, target: str) -> None:
    from coverage import CoverageData

    lines: dict[str, set[int]] = {}
    for manifest in ROOT.glob("*/__manifest__.py"):
        for file in manifest.parent.rglob("*.py"):
            if measured(str(file)):
                lines[str(file)] = set()  # one that nothing loads counts, too
    for note in Path(folder).glob("lines-*.json"):
        for path, found in json.loads(note.read_text("utf-8")).items():
            lines.setdefault(path, set()).update(found)
    data = CoverageData(target)
    data.erase()
    data.add_lines(lines)
    data.touch_files(lines)
    data.write()


def main(arguments: list[str]) -> None:
    if arguments[0] != "-m":
        combine(*arguments)
        return
    if os.environ.get(FOLDER):
        Notes(os.environ[FOLDER]).start()
    sys.argv = arguments[1:]
    runpy.run_module(arguments[1], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(sys.argv[1:])
