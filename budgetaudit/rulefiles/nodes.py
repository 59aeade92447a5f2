"""YAML with a place for every key. Composed, never constructed: every scalar stays the text written."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]

from budgetaudit.errors import RuleError, unknown
from budgetaudit.rulefiles.sources import shown

Node = yaml.Node
MOST_DEPTH = 50
TOO_DEEP = "嵌套过深。"


class Composer(CParser):
    """LibYAML without guesses at what a scalar may be: half the time of the usual loader."""

    def descend_resolver(self, *_: object) -> None:
        """Tags are not resolved."""

    def ascend_resolver(self) -> None:
        """Tags are not resolved."""

    def resolve(self, *_: object) -> str:
        """Every node is of no kind but its shape."""
        return ""


def compose(path: Path) -> Node | None:
    """The root node of a YAML file, None where it is empty; broken YAML is a RuleError."""
    try:
        with path.open("rb") as stream:
            _check_depth(stream, path)
            stream.seek(0)
            node: Node | None = Composer(stream).get_single_node()
            return node
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        nested = mark and _open_brackets(path, mark.index) > MOST_DEPTH
        problem = TOO_DEEP if nested else f"YAML格式有误：{error.problem}。"
        raise RuleError(f"{shown(str(path))}:{line}: {problem}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise RuleError(f"{shown(str(path))}:1: 不是UTF-8编码的YAML文件。") from error
    except OSError as error:
        raise RuleError(f"{shown(str(path))}: 无法读取（{error.strerror}）。") from error


def _check_depth(stream: BinaryIO, path: Path) -> None:
    """Nesting that no rule has would break the composer, which is written in C."""
    parser, depth = CParser(stream), 0
    while parser.check_event():
        event: Any = parser.get_event()
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MOST_DEPTH:
            raise RuleError(f"{shown(str(path))}:{event.start_mark.line + 1}: {TOO_DEEP}")


def _open_brackets(path: Path, end: int) -> int:
    """How many brackets stand open after `end` characters: LibYAML may give up on nesting before its first event."""
    before = path.read_text("utf-8", errors="replace")[:end]
    return sum(before.count(bracket) for bracket in "[{") - sum(before.count(bracket) for bracket in "]}")


def where(node: Node) -> str:
    """`rules/checks/x.yaml:14`."""
    return f"{shown(node.start_mark.name)}:{node.start_mark.line + 1}"


def fail(node: Node, problem: str) -> NoReturn:
    """Stop loading because of this node."""
    raise RuleError(f"{where(node)}: {problem}")


def text(node: Node) -> str:
    """A scalar as written."""
    if not isinstance(node, yaml.ScalarNode):
        fail(node, "此处应为文字。")
    value: str = node.value
    return value


def texts(node: Node) -> tuple[str, ...]:
    """A list of texts; a single text is a list of one."""
    if isinstance(node, yaml.ScalarNode):
        return (node.value,) if node.value else ()
    return tuple(map(text, items(node)))


def items(node: Node) -> list[Node]:
    """The members of a list."""
    if not isinstance(node, yaml.SequenceNode):
        fail(node, "此处应为列表。")
    members: list[Node] = node.value
    return members


def pairs(node: Node) -> Iterator[tuple[Node, str, Node]]:
    """(key node, key, value) of a mapping whose keys must differ."""
    if not isinstance(node, yaml.MappingNode):
        fail(node, "此处应为“键: 值”。")
    seen: set[str] = set()
    for key_node, value in node.value:
        key = text(key_node)
        if key in seen:
            fail(key_node, f"“{key}”重复。")
        seen.add(key)
        yield key_node, key, value


def fields(node: Node, known: Collection[str], needed: Collection[str] = ()) -> Mapping[str, Node]:
    """The values of a closed mapping by key: an unknown or missing key is an error."""
    values: dict[str, Node] = {}
    for key_node, key, value in pairs(node):
        if key not in known:
            fail(key_node, unknown("键", key, known))
        values[key] = value
    for key in needed:
        if key not in values:
            fail(node, f"缺少“{key}”。")
    return values


def choice(node: Node, what: str, known: Collection[str]) -> str:
    """A text that must be one of a few."""
    value = text(node)
    if value not in known:
        fail(node, unknown(what, value, known))
    return value


def yes(node: Node) -> bool:
    """`true` or `false` (also yes, no, which YAML 1.2 takes for texts)."""
    return choice(node, "回答", ("true", "false", "yes", "no")) in ("true", "yes")
