"""Numbers as automatic lists write them: 3 as 三, ③, iii, C …"""

_DIGITS = "〇一二三四五六七八九"
_ENCLOSED = {"decimalEnclosedCircle": 0x245F, "decimalEnclosedCircleChinese": 0x245F}
_ENCLOSED |= {"decimalEnclosedParen": 0x2473, "decimalEnclosedFullstop": 0x2487}
_COUNTING = frozenset({"chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCountingThousand"})
_IDEOGRAPHS = {"ideographTraditional": "甲乙丙丁戊己庚辛壬癸", "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥"}
_ROMAN: tuple[tuple[int, str], ...] = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
)
_ROMAN += ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def written(number: int, form: str) -> str:
    """The number in the form that Word calls `form`; plain digits where the form is not known."""
    if not 0 < number < 10_000:
        return str(number)
    if form in _COUNTING:
        return chinese(number)
    if form in _ENCLOSED and number <= 20:
        return chr(_ENCLOSED[form] + number)
    if form in ("lowerRoman", "upperRoman", "lowerLetter", "upperLetter"):
        text = _roman(number) if form.endswith("Roman") else _letters(number)
        return text.upper() if form.startswith("upper") else text
    if number <= len(_IDEOGRAPHS.get(form, "")):
        return _IDEOGRAPHS[form][number - 1]
    return f"{number:02}" if form == "decimalZero" else str(number)


def chinese(number: int) -> str:
    """Up to four digits in Chinese.

    >>> chinese(12), chinese(205)
    ('十二', '二百〇五')
    """
    text = ""
    for digit, unit in zip(f"{number:04}", "千百十 ", strict=True):
        if digit != "0":
            text += _DIGITS[int(digit)] + unit.strip()
        elif text and not text.endswith("〇"):
            text += "〇"
    text = text.rstrip("〇")
    return text[1:] if text.startswith("一十") else text


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


def _letters(number: int) -> str:
    """a … z, aa, bb … as Word counts them."""
    count, letter = divmod(number - 1, 26)
    return chr(ord("a") + letter) * (count + 1)
