"""`twins`: paragraphs that two parts share agree in their years, and are not copied where they may not be."""

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from budgetaudit.facts import Facts, Part
from budgetaudit.filing import Passage
from budgetaudit.kinds.reading import clip, prose, spot, under
from budgetaudit.kinds.shape import unchecked
from budgetaudit.text import YEAR, regex, squeeze, unnumbered
from budgetaudit.verdicts import Observation

_YEAR = regex(rf"(?<!\d){YEAR}(?=年)")
SHORTEST, LONGEST, LONG = 20, 40, 200


class Twins(Struct, frozen=True):
    """`ask: year` – a paragraph that stands in two parts and differs in its years only; `ask: copied` – the text of
    `sections` in a unit's part is that of the department to the letter, though it names several bodies: words that
    end in one of `bodies`, each on a line of its own before one of `after`."""

    ask: Literal["year", "copied"]
    sections: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    def checks(self, facts: Facts) -> Iterator[Observation]:
        if len(facts.parts) < 2:
            return
        head, *others = facts.parts
        for part in others:
            yield from self._years(head, part) if self.ask == "year" else self._copied(head, part)

    def _years(self, head: Part, part: Part) -> Iterator[Observation]:
        theirs = {_YEAR.sub("", squeeze(one.text)): one for one in prose(head) if len(one.text) >= SHORTEST}
        found = [
            (one, twin)
            for one in prose(part)
            if (twin := theirs.get(_YEAR.sub("", squeeze(one.text)))) and _years(one) != _years(twin)
        ]
        for one, twin in found:
            stated, other = "、".join(_years(one)), "、".join(_years(twin))
            message = f"{part.id}的“{clip(one.text, 24)}”写{stated}年，{head.id}的同一段写{other}年，其余文字相同。"
            where = (spot(one, part.id), spot(twin, head.id, "同一段"))
            yield Observation(False, part.id, "", clip(one.text, 24), message, where, f"{stated}年", f"{other}年")
        if not found:
            yield Observation(True, part.id, "", "与部门相同的段落", "", ())

    def _copied(self, head: Part, part: Part) -> Iterator[Observation]:
        mine, theirs = under(part, self.sections), under(head, self.sections)
        text, other = (
            "".join(text for one in passages if len(text := squeeze(one.text)) >= SHORTEST)
            for passages in (mine, theirs)
        )
        if not text or not other:
            yield unchecked(part.id, "", "、".join(self.sections), "部门或单位部分没有这一节")
            return
        named = list(dict.fromkeys(body for one in mine if (body := self._body(one))))
        message = (
            f"{part.id}（{part.name}）的职责与部门的完全相同，其中写了{len(named)}个机构：{'、'.join(named[:4])}。"
        )
        holds = text != other or len(text) < LONG or len(named) < 2
        spots = (spot(mine[0], part.id), spot(theirs[0], head.id))
        yield Observation(holds, part.id, "", "职责", message, spots, "与部门相同", "本单位的职责")

    def _body(self, passage: Passage) -> str:
        """The body whose duties a short line announces (`机关事务管理中心职责：`)."""
        line = unnumbered(squeeze(passage.text)).strip("：:")
        for word in self.after:
            if line.endswith(word) and len(line) <= LONGEST:
                name = line.removesuffix(word)
                return name if name.endswith(self.bodies) else ""
        return ""


def _years(passage: Passage) -> list[str]:
    return _YEAR.findall(squeeze(passage.text))
