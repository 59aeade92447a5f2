"""Body lines → typed rows: keys from codes or labels, levels, parents, and what each is in sums."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from budgetaudit.amounts import Amount, UNITS, is_zero_mark, read_amount
from budgetaudit.facts import Blank, Column, Fact, Key, Row, RowKind
from budgetaudit.filing import Place
from budgetaudit.recognise.columns import Lane
from budgetaudit.recognise.sheet import Line
from budgetaudit.recognise.vocabulary import SideWords, Vocabulary, squash, strip_label
from budgetaudit.rulebook import RowSpec

_CODED = re.compile(r"[\[(]?(\d{3}(?:\d{2}){0,3})[\])]?[-—_:.、]*([^\d\W].*|\(.*)", re.S)
_CODE = re.compile(r"\d{3}(?:\d{2}){0,4}")


@dataclass(frozen=True, slots=True)
class Draft:
    """A row before keys, kinds and parents."""

    line: Line
    code: str
    label: str
    name: str
    style: str
    of_which: bool
    owner: str
    spec: RowSpec | None
    texts: Mapping[str, str]
    beside: str = ""
    """a second code printed in the row (the economic one beside the functional one)"""


class Reader:
    """Reads the rows of one lane of one table. Holds what the rows above have said (the class of a partial code)."""

    def __init__(self, part: str, table: str, side: SideWords, words: Vocabulary, lane: Lane) -> None:
        self.part, self.table, self.side, self.words, self.lane = part, table, side, words, lane
        self.by = side.template.rows_by
        self.of_which = words.words("row_of_which")
        self.codes: list[str] = ["", "", ""]
        self.entity = ""

    def drafts(self, lines: Sequence[Line]) -> list[Draft]:
        found: list[Draft] = []
        for line in lines:
            draft = self._draft(line)
            if draft is None:
                continue
            if found and self._continues(draft, found[-1]):
                name = found[-1].name + draft.name
                spec = found[-1].spec or self.side.rows.get(name)
                found[-1] = replace(found[-1], label=found[-1].label + draft.label, name=name, spec=spec)
                continue
            found.append(draft)
        return found

    def _continues(self, draft: Draft, last: Draft) -> bool:
        """A wrapped label: nothing but words, at the top of a page, under a row whose label it completes."""
        alone = not draft.code and not any(draft.line.texts[p.at] for p in self.lane.amounts)
        if alone and self.by in ("label", "class") and draft.line.row <= 4:
            return self._knows(last.name + draft.name) and not (self._knows(last.name) or self._knows(draft.name))
        return alone and self.by in ("code", "economic") and bool(last.code) and draft.spec is None and draft.line.row <= 4

    def _knows(self, name: str) -> bool:
        return name in self.side.rows or (self.by == "class" and bool(self._class(name)))

    def _draft(self, line: Line) -> Draft | None:
        label = next((t for c in self.lane.names if (t := line.covering(c).strip()) and line.cells[c].row == line.row), "")  # type: ignore[union-attr]
        owner = next((t for c in reversed(self.lane.owners) if (t := line.covering(c).strip())), "")
        code = self._code(line)
        if not code and label and (found := _CODED.fullmatch(squash(label))):
            code, label = found[1], found[2]
        if not code and not self.lane.codes and self.by in ("code", "economic"):
            code = next((t for c in self.lane.owners if re.fullmatch(r"\d{3,9}", t := squash(line.texts[c]))), "")
        if not label and not code:
            label = next((t for c in self.lane.codes if (t := line.texts[c].strip())), "") or owner
        numbers = any(line.texts[path.at].strip() for path in self.lane.amounts)
        texts = {
            self._text_name(path.parts): value for path in self.lane.texts if (value := line.covering(path.at).strip())
        }
        if not (label or code or numbers or texts) or self._is_note(label, line):
            return None
        name, style, marked = strip_label(label, self.of_which)
        spec = self.side.rows.get(name) or self.side.rows.get(re.sub(r"\(.*?\)$", "", name))
        beside = self._beside(line, texts) if code else ""
        return Draft(line, code, " ".join(label.split()), name, style, marked, owner, spec, texts, beside)

    def _beside(self, line: Line, texts: Mapping[str, str]) -> str:
        """The last further coded text of the row, where rows are named by several codes."""
        further = (*(line.covering(c) for c in self.lane.names[1:]), *texts.values())
        coded = [_CODED.fullmatch(squash(text)) for text in further]
        return next((found[1] for found in reversed(coded) if found), "")

    def _is_note(self, label: str, line: Line) -> bool:
        """注：… in the last row of a table."""
        plain = squash(label)
        return len(line.own) == 1 and (plain.startswith(self.words.words("row_note")) or len(plain) > 40)

    def _text_name(self, parts: Sequence[str]) -> str:
        spec = next((self.side.columns[p] for p in reversed(parts) if p in self.side.columns), None)
        return spec.name if spec else (parts[-1] if parts else "")

    def _code(self, line: Line) -> str:
        """The code of a row; partial codes (`05` under `208`) complete those above."""
        cells = [squash(line.texts[c]).lstrip("'") for c in self.lane.codes]
        whole = [t for t in cells if _CODE.fullmatch(t)]
        if len(self.lane.codes) == 1:
            return self._single(whole[0] if whole else cells[0])
        if whole and len(whole[-1]) > 3:
            return whole[-1]
        printed = [i for i, t in enumerate(cells[:3]) if re.fullmatch(r"\d{3}" if i == 0 else r"\d{1,2}", t)]
        if not printed:
            return ""
        for level in printed:
            self.codes[level:] = [cells[level].rjust(2, "0"), *[""] * (2 - level)]
        return "".join(self.codes[: printed[-1] + 1])

    def _single(self, text: str) -> str:
        """A code printed in one cell; two digits alone (款 under its 类) are completed by the class above."""
        if re.fullmatch(r"\d{2}", text) and self.codes[0]:
            return self.codes[0] + text
        if not _CODE.fullmatch(text):
            return ""
        self.codes[0] = text[:3]
        return text

    def rows(self, lines: Sequence[Line], columns: Sequence[Column]) -> tuple[Row, ...]:
        """All rows, keyed and typed."""
        if self.by == "pairs":
            return tuple(self._pairs(lines))
        if self.by == "record" and self.lane.codes and any(map(self._code, lines)):
            self.by = "code"
            self.codes = ["", "", ""]
        drafts = self.drafts(lines)
        if self.by in ("code", "economic"):
            return tuple(self._coded(drafts, columns))
        if self.by == "record":
            return tuple(self._records(drafts, columns))
        return tuple(self._labelled(drafts, columns))

    # -- tables by code

    def _coded(self, drafts: Sequence[Draft], columns: Sequence[Column]) -> Iterator[Row]:
        kinds = [self._coded_kind(draft) for draft in drafts]
        blocks = self._blocks(drafts, kinds)
        stack: list[tuple[str, int]] = []
        seen: dict[str, int] = {}
        tops: dict[str, int] = {}
        for index, (draft, kind, block) in enumerate(zip(drafts, kinds, blocks, strict=True)):
            kind, name = self._place_in_block(draft, kind, block, tops, index, len(drafts))
            if block in tops and tops[block] == index:
                stack = []
            base = f"{draft.code}/{draft.beside}" if draft.beside else draft.code or name or str(index + 1)
            base = f"{block}/{base}" if block and base != block else base
            seen[base] = seen.get(base, 0) + 1
            key = base if seen[base] == 1 else f"{base}#{seen[base]}"
            while stack and not (len(draft.code) > len(stack[-1][0]) and draft.code.startswith(stack[-1][0])):
                stack.pop()
            parent = stack[-1][1] if stack and draft.code else tops.get(block, -1) if block and draft.code else -1
            if draft.code:
                stack.append((draft.code, index))
            level = len(stack) if draft.code else 0
            yield self._row(draft, columns, key, kind, level, parent, index)

    def _place_in_block(
        self, draft: Draft, kind: RowKind, block: str, tops: dict[str, int], index: int, rows: int
    ) -> tuple[RowKind, str]:
        """(kind, name) of a row once it is known whose block it stands in; notes the row that heads a block."""
        if kind is RowKind.UNTYPED and draft.owner and not draft.code:
            if not block:
                return RowKind.TOTAL, "合计"
            tops.setdefault(block, index)
            return (RowKind.DETAIL if self.lane.codes else RowKind.UNTYPED), block
        if not draft.name and not draft.code and rows == 1:
            return RowKind.TOTAL, "合计"
        if draft.code or kind is RowKind.UNTYPED:
            return kind, draft.name
        return kind, draft.spec.name if draft.spec else "合计"

    def _blocks(self, drafts: Sequence[Draft], kinds: Sequence[RowKind]) -> list[str]:
        """The body in whose block each row stands, "" for the department's own rows. A body's block begins at its row
        without a code; the first such row is the department's total where no other total is printed."""
        heads = [i for i, d in enumerate(drafts) if d.owner and not d.code and kinds[i] is RowKind.UNTYPED]
        owners = {d.owner for d in drafts if d.owner}
        if not heads:
            several = len(owners) > 1
            return [squash(d.owner) if several and d.code else "" for d in drafts]
        if RowKind.TOTAL not in kinds[: heads[0]]:
            heads = heads[1:]
        blocks, current = [], ""
        for i, draft in enumerate(drafts):
            current = squash(draft.owner) if i in heads else "" if kinds[i] is RowKind.TOTAL else current
            blocks.append(current)
        return blocks

    def _coded_kind(self, draft: Draft) -> RowKind:
        if draft.of_which:
            return RowKind.OF_WHICH
        if draft.code:
            return RowKind.DETAIL
        if draft.spec is not None:
            return RowKind(draft.spec.kind)
        if draft.name in self.words.words("row_total"):
            return RowKind.TOTAL
        return RowKind.SUBTOTAL if draft.name in self.words.words("row_subtotal") else RowKind.UNTYPED

    # -- tables of labels

    def _labelled(self, drafts: Sequence[Draft], columns: Sequence[Column]) -> Iterator[Row]:
        levels = _levels(drafts)
        keys: dict[str, int] = {}
        stack: list[tuple[int, int, str]] = []
        made: dict[str, int] = {}
        closed = False
        for index, (draft, level) in enumerate(zip(drafts, levels, strict=True)):
            klass = self._class(draft.name) if self.by == "class" else ""
            kind = self._labelled_kind(draft)
            closed = closed or (kind is RowKind.SUBTOTAL and level == 0)
            if closed and kind is RowKind.DETAIL and not stack and level <= 1:
                kind = RowKind.BALANCE
            while stack and stack[-1][0] >= level:
                stack.pop()
            parent = stack[-1][1] if stack else -1
            within = stack[-1][2] if stack else ""
            name = draft.spec.name if draft.spec else draft.name
            if draft.spec and draft.spec.parent in made:
                parent = made[draft.spec.parent]
            if draft.spec and parent < 0 and draft.spec.within in made and not closed:
                parent, level = made[draft.spec.within], level + 1
            base = klass or name or f"行{index + 1}"
            key = base if base not in keys else f"{within}/{base}" if within and f"{within}/{base}" not in keys else ""
            keys[base] = keys.get(base, 0) + 1
            key = key or f"{base}#{keys[base]}"
            keys.setdefault(key, 1)
            made.setdefault(name, index)
            if level or kind not in (RowKind.SUBTOTAL, RowKind.TOTAL):
                stack.append((level, index, name))
            draft = replace(draft, code=klass or draft.code, name=name)
            yield self._row(draft, columns, key, kind, level, parent, index)

    def _class(self, name: str) -> str:
        """The code of a functional class by its name, with or without the last word that all of them share."""
        return self.words.classes.get(name) or self.words.classes.get(name + self.words.class_ending, "")

    def _labelled_kind(self, draft: Draft) -> RowKind:
        if draft.spec is not None:
            return RowKind(draft.spec.kind)
        if draft.of_which:
            return RowKind.OF_WHICH
        if draft.name in self.words.words("row_total"):
            return RowKind.TOTAL
        if draft.name in self.words.words("row_subtotal"):
            return RowKind.SUBTOTAL
        known = bool(draft.name) and (self.by != "class" or draft.style != "" or bool(self._class(draft.name)))
        return RowKind.DETAIL if known else RowKind.UNTYPED

    # -- free rows

    def _records(self, drafts: Sequence[Draft], columns: Sequence[Column]) -> Iterator[Row]:
        naming = self.side.template.name_column
        seen: dict[str, int] = {}
        stack: list[tuple[int, int, int]] = []
        labels = [
            draft.texts.get(naming) or draft.label or next(iter(draft.texts.values()), "") or f"第{index + 1}行"
            for index, draft in enumerate(drafts)
        ]
        bodies = self._bodies(drafts, labels)
        for index, (draft, label) in enumerate(zip(drafts, labels, strict=True)):
            name = squash(label)
            total = strip_label(draft.label or label, self.of_which)[0] in self.words.words("row_total")
            first, last = self._depth(draft.line)
            while stack and (total or not stack[-1][1] < first):
                stack.pop()
            parent = stack[-1][2] if stack else -1
            stack.append((first, last, index))
            seen[name] = seen.get(name, 0) + 1
            key = name if seen[name] == 1 else f"{name}#{seen[name]}"
            kind = RowKind.TOTAL if total else self._record_kind(draft, name, bodies)
            shown = replace(draft, label=" ".join(label.split()), name=name)
            yield self._row(shown, columns, key, kind, len(stack) - 1, parent, index)

    def _depth(self, line: Line) -> tuple[int, int]:
        """The first and last text columns a row prints in: a row that begins right of where another ended is its part.
        A category (货物 …) stands above everything."""
        words = [strip_label(line.texts[path.at], self.of_which)[0] for path in self.lane.texts if line.texts[path.at]]
        if len(words) == 1 and words[0].strip("ABC").removesuffix("类") in self.words.words("record_category"):
            return -1, -1
        filled = [path.at for path in self.lane.texts if line.texts[path.at]]
        return (min(filled), max(filled)) if filled else (0, 99)

    def _bodies(self, drafts: Sequence[Draft], labels: Sequence[str]) -> frozenset[str]:
        """The names of organisations that have a row of their own among their projects; empty where none has.

        Known by the unit code printed only beside them, or because the filing's own body is among them."""
        owners = self.lane.owners
        if len(owners) > 1:
            headed = [bool(draft.line.texts[owners[0]]) for draft in drafts]
            if any(headed) and not all(headed):
                return frozenset(squash(label) for label, own in zip(labels, headed, strict=True) if own)
        named = {squash(label) for label in labels}
        if self.entity and squash(self.entity) in named:
            endings = self.words.words("body_ending")
            return frozenset(name for name in named if re.sub(r"\(.*\)$", "", name).endswith(endings))
        return frozenset()

    def _record_kind(self, draft: Draft, name: str, bodies: frozenset[str]) -> RowKind:
        if draft.of_which:
            return RowKind.OF_WHICH
        if name in bodies:
            return RowKind.SUBTOTAL
        if bodies and len(self.lane.owners) > 1:
            return RowKind.UNTYPED
        return RowKind.SUBTOTAL if name in self.words.words("row_subtotal") else RowKind.DETAIL

    # -- label and value side by side

    def _pairs(self, lines: Sequence[Line]) -> Iterator[Row]:
        index = 0
        for line in lines:
            own = line.own
            for label, value in zip(own[::2], own[1::2], strict=False):
                name = squash(label.text)
                yield Row(name, "", name, label.text, RowKind.DETAIL, 0, -1, index, (), {name: value.text}, value.place)
                index += 1

    # -- cells

    def _row(
        self, draft: Draft, columns: Sequence[Column], key: str, kind: RowKind, level: int, parent: int, index: int
    ) -> Row:
        label = f"{draft.code} {draft.label}".strip() if draft.code and draft.code not in draft.label else draft.label
        shown = label or draft.name or key
        entries = tuple(self._entry(draft.line, column, key, shown) for column in columns)
        first = next((cell for cell in draft.line.cells if cell), None)
        place = first.place if first else Place()
        return Row(key, draft.code, draft.name, draft.label, kind, level, parent, index, entries, draft.texts, place)

    def _entry(self, line: Line, column: Column, row: str, label: str) -> Fact | Blank:
        cell = line.cells[column.at]
        key = Key(self.part, self.table, row, column.name)
        words = f"{self.table} · {label} · {column.name}"
        if cell is None or not line.begins(column.at):
            return Blank(key, "", words, cell.place if cell else _near(line, column.at))
        text = cell.text.strip()
        if not text:
            return Blank(key, "", words, cell.place)
        amount = read_amount(text, column.unit)
        if amount is None and is_zero_mark(text):
            amount = Amount(_ZERO, _ONE, column.unit)
        if amount is None:
            return Blank(key, text, words, cell.place)
        if amount.unit is UNITS["%"] and column.unit is not UNITS["%"]:
            return Blank(key, text, words, cell.place)
        return Fact(key, amount, text, words, cell.place)


_ONE = UNITS["元"].scale
_ZERO = _ONE - _ONE


def _near(line: Line, column: int) -> Place:
    """The place of an undrawn square: that of the nearest cell in the row, with its own column."""
    cell = next((c for c in line.cells if c), None)
    return cell.place._replace(column=column + 1) if cell else Place()


def _levels(drafts: Sequence[Draft]) -> list[int]:
    """The level of every labelled row, from the order in which ordinal styles appear; a row without an ordinal under
    one that has it is its child; totals and balances stand at the top."""
    styles: list[str] = []
    levels: list[int] = []
    current = 0
    for draft in drafts:
        top = draft.spec is not None and draft.spec.kind in ("total", "subtotal", "balance", "beside") and not draft.style
        if top:
            current = 0
            levels.append(0)
            continue
        if draft.style:
            if draft.style not in styles:
                styles.append(draft.style)
            current = styles.index(draft.style) + 1
            levels.append(current)
            continue
        known = draft.spec is not None and not draft.spec.within and not draft.spec.parent
        levels.append(1 if known or not styles else current + 1)
    return levels
