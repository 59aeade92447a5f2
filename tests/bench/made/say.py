"""Numbers in prose: amounts, changes, shares, lists; each rounded half up to the digits it prints."""

from collections.abc import Sequence
from decimal import Decimal

from .context import Context
from .document import exact, figure, rounded

REASONS = (
    "人员变动，相应调整基本支出",
    "落实过紧日子要求，压减一般性支出",
    "新增专项工作任务",
    "社会保障缴费基数调整",
    "部分项目已完成，不再安排",
    "业务工作量变化",
    "按规定调整津补贴标准",
)


class Say:
    """Writes numbers for one filing's prose. `said` keeps (printed, exact, decimals) of every number written."""

    def __init__(self, context: Context) -> None:
        draw = context.draw
        grain = context.accounts.grain
        fine = grain < 10_000
        options = [("万元.2", 3.0), ("万元.2 trimmed", 2.0), ("万元.0", 0.5), ("元.2", 0.6)]
        options = options if fine else [*options, ("万元.1 trimmed", 0.2)]
        self.form = draw.pick("prose_numbers", *options)
        self.unit, _, rest = self.form.partition(".")
        self.decimals, self.trimmed = int(rest[0]), "trimmed" in rest
        self.comma = draw.pick("prose_comma", "yes", "no") == "yes"
        self.percent = draw.pick("percent", ("2", 4.0), "2 trimmed", "1", ("0", 0.3))
        self.context = context
        self.random = draw.stream("prose")
        self.said: list[tuple[str, Decimal]] = []

    def amount(self, fen: int) -> str:
        """An amount with its unit."""
        value = exact(fen, self.unit)
        text = figure(value, self.decimals, self.comma)
        if self.trimmed and "." in text:
            text = text.rstrip("0").rstrip(".")
        self.said.append((text.replace(",", ""), value))
        return text + self.unit

    def shown(self, fen: int) -> Decimal:
        """The amount as a reader sees it."""
        return rounded(exact(fen, self.unit), self.decimals)

    def rate(self, part: int, whole: int) -> str:
        """A percentage, without its sign."""
        digits = int(self.percent[0])
        value = Decimal(part) * 100 / Decimal(whole)
        text = f"{rounded(value, digits):f}"
        if "trimmed" in self.percent and "." in text:
            text = text.rstrip("0").rstrip(".")
        self.said.append((text, value))
        return f"{text}%"

    def share(self, part: int, whole: int, word: str = "占") -> str:
        return word + (self.rate(part, whole) if whole else "0%")

    @property
    def base(self) -> str:
        year = self.context.year - 1
        return self.context.draw.pick(
            "change_base",
            ("比上年", 2.0),
            ("较上年", 2.0),
            "与上年相比",
            f"比{year}年预算",
            f"较{year}年年初预算",
            "比上年预算数",
        )

    def change(self, now: int, before: int, each: str = "", reason: bool = True) -> str:
        """What the amount did since last year; `each` stands before the verb (`收、支总计各`)."""
        draw, delta = self.context.draw, now - before
        if not delta:
            return draw.pick("same_word", "与上年持平", "与上年预算数相同", "与上年相比无变化")
        if not self.shown(abs(delta)):
            return "与上年基本持平"
        form = draw.pick("change_form", ("amount and rate", 5.0), "bracketed rate", "amount only", "base printed")
        verb = "增加" if delta > 0 else "减少"
        base = self.base + each
        if form == "base printed" and not each:
            base = f"比{self.context.year - 1}年预算数{self.amount(before)}"
        start = f"{base}{verb}{self.amount(abs(delta))}"
        if not before or form == "amount only":
            return start + self.why(reason, "" if before else "上年没有安排该项预算")
        grows = "增长" if delta > 0 else draw.pick("down_word", ("下降", 3.0), "减少", "降低")
        rate = self.rate(abs(delta), before)
        return start + (f"（{rate}）" if form == "bracketed rate" else f"，{grows}{rate}") + self.why(reason)

    def why(self, wanted: bool, reason: str = "") -> str:
        if not wanted or not self.context.draw.has("reasons", 0.8):
            return ""
        word = self.context.draw.pick("reason_word", "主要原因是", "主要原因：", "增减变化的主要原因是")
        return f"，{word}{reason or self.random.choice(REASONS)}"

    def several(
        self, items: Sequence[tuple[str, int]], joint: str = "", shares_of: int = 0, zeros: bool = False
    ) -> str:
        """`a1万元，b2万元`; with shares of a whole where asked; amounts of zero left out unless `zeros`."""
        joint = joint or self.context.draw.pick("list_mark", "，", "、", "；")
        kept = [(name, fen) for name, fen in items if fen or zeros]
        between = self.context.draw.pick("list_word", ("none", 4.0), ("为", 0.6))
        word = "" if between == "none" else between
        texts = [
            f"{name}{word}{self.amount(fen)}" + (f"，{self.share(fen, shares_of)}" if shares_of else "")
            for name, fen in kept
        ]
        return ("；" if shares_of else joint).join(texts)

    def respectively(self, items: Sequence[tuple[str, int]]) -> str:
        """`a、b分别为1万元、2万元`."""
        return f"{'、'.join(name for name, _ in items)}分别为{'、'.join(self.amount(fen) for _, fen in items)}"


def faithful(printed: str, value: Decimal) -> bool:
    """Whether a printed number is a value rounded half up to its digits (trailing zeros may be dropped)."""
    text = Decimal(printed)
    exponent = text.as_tuple().exponent
    assert isinstance(exponent, int)
    return any(rounded(value, digits) == text for digits in range(-exponent, -exponent + 3))
