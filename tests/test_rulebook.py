"""The compiled rulebook: the same as from YAML, made anew when anything it was made from changes; lists of codes."""

import ast
import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import pytest
from msgspec import Raw, msgpack
from test_cli import RIGHT, WRONG, run

from budgetaudit import rulefiles
from budgetaudit.decide import decide
from budgetaudit.errors import RuleError
from budgetaudit.examples import filing
from budgetaudit.recognise import recognise
from budgetaudit.rulebook import Rulebook
from budgetaudit.rulefiles import compiled, load, shipped, sources
from budgetaudit.rulefiles.build import build

ROOT = Path(__file__).parents[1]
SIMPLE = (shipped() / "examples" / "simple.md").read_text("utf-8")


@lru_cache(maxsize=1)
def from_yaml() -> Rulebook:
    paths = sources.files((), ())
    return build(paths, sources.digest(paths))


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the shipped rules in their place, without rulebook.bin."""
    copy = tmp_path / "rules"
    shutil.copytree(shipped(), copy, ignore=shutil.ignore_patterns("*.bin*", "examples"))
    for module in (sources, rulefiles):
        monkeypatch.setattr(module, "shipped", lambda: copy)
    return copy


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The digests of rulebooks built from YAML, as they are built."""
    digests: list[str] = []
    make = rulefiles._built

    def counted(paths: tuple[Path, ...], made_from: str) -> Rulebook:
        digests.append(made_from)
        return make(paths, made_from)

    monkeypatch.setattr(rulefiles, "_built", counted)
    return digests


def test_compiled_it_is_what_yaml_says(tmp_path: Path) -> None:
    compiled.write(from_yaml(), tmp_path)
    read = compiled.read(tmp_path, from_yaml().digest)
    assert read == from_yaml() and list(read.words.items()) == list(from_yaml().words.items())
    assert [type(rule.kind) for rule in read.rules] == [type(rule.kind) for rule in from_yaml().rules]
    assert len(read.rules) > 200 and len(read.classification.codes["functional"].entries) > 1000


def test_it_is_built_once(rules: Path, built: list[str]) -> None:
    first, second = load(), load()
    assert first == second and len(built) == 1
    assert [path.name for path in rules.iterdir() if path.is_file()] == ["rulebook.bin"]


def test_it_is_the_same_bytes_whatever_the_seed_of_hashes() -> None:
    code = "import sys; sys.path.insert(0, 'tests'); from test_rulebook import compiled, from_yaml;"
    code += "from hashlib import sha256; print(sha256(compiled.packed(from_yaml())).hexdigest())"
    told = set()
    for seed in ("1", "2"):
        env = os.environ | {"PYTHONHASHSEED": seed}
        done = subprocess.run([sys.executable, "-c", code], env=env, cwd=ROOT, capture_output=True, check=True)
        told.add(done.stdout.strip().decode())
    assert told == {sha256(compiled.packed(from_yaml())).hexdigest()}


SOURCES = [path.relative_to(shipped()) for path in sources.files((), ())]


def test_every_file_of_rules_is_a_source() -> None:
    there = {path.relative_to(shipped()) for suffix in ("yaml", "csv") for path in shipped().rglob(f"*.{suffix}")}
    assert {path for path in there if path.parts[0] not in ("examples", "packs")} == set(SOURCES)


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_a_change_of_any_source_is_seen(rules: Path, source: Path) -> None:
    before = sources.digest(sources.files((), ()))
    path = rules / source
    path.write_bytes(path.read_bytes() + b"\n")
    assert sources.digest(sources.files((), ())) != before


def test_what_yaml_says_now_counts(rules: Path, built: list[str]) -> None:
    load()
    path = rules / "checks" / "gs.yaml"
    path.write_text(path.read_text("utf-8").replace("title: ", "title: 新", 1), "utf-8")
    assert any(rule.title.startswith("新") for rule in load().rules) and len(built) == 2
    assert any(rule.title.startswith("新") for rule in load().rules) and len(built) == 2


def test_what_other_code_has_made_does_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled.write(from_yaml(), tmp_path)
    assert compiled.read(tmp_path, from_yaml().digest)
    changed = tmp_path / "kind.py"
    changed.write_text("later = True")
    monkeypatch.setattr(compiled, "code", lambda: [*sources.code(), changed])
    assert compiled.read(tmp_path, from_yaml().digest) is None


def test_all_code_that_builds_it_is_among_its_code() -> None:
    code = {path.relative_to(sources.PACKAGE.parent).with_suffix("") for path in sources.code()}
    names = {".".join(path.parts).removesuffix(".__init__") for path in code}
    imported = {
        node.module
        for path in (sources.PACKAGE / "rulefiles").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("budgetaudit.")
    }
    modules = imported | {type(rule.kind).__module__ for rule in from_yaml().rules}
    assert len(modules) > 40 and modules - names == {"budgetaudit.errors"}


def sealed(content: bytes) -> bytes:
    return msgpack.encode(compiled.Compiled(compiled.seal(from_yaml().digest, content), Raw(content)))


def with_kind(kind: object) -> bytes:
    rulebook = msgpack.decode(msgpack.decode(compiled.packed(from_yaml()), type=compiled.Compiled).rulebook)
    rulebook["rules"][0]["kind"] = kind
    return sealed(msgpack.encode(rulebook))


HOSTILE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda good: b"",
    "noise": lambda good: random.Random(7).randbytes(len(good)),
    "a pickle": lambda good: b"\x80\x04cos\nsystem\n(S'true'\ntR.",
    "cut short": lambda good: good[:-1],
    "a flipped bit": lambda good: good[:2000] + bytes([good[2000] ^ 1]) + good[2001:],
    "nested": lambda good: b"\x91" * 1_000_000,
    "nested within": lambda good: b"\x92\xa1x" + b"\x91" * 1_000_000 + b"\xc0",
    "sealed, nested": lambda good: sealed(b"\x81\xa5rules" + b"\x91" * 900 + b"\xc0"),
    "sealed, no rulebook": lambda good: sealed(msgpack.encode({"rules": 1})),
    "sealed, a kind that is none": lambda good: with_kind(["os", b""]),
    "sealed, a kind of other fields": lambda good: with_kind(["sum", msgpack.encode({"table": 1})]),
    "sealed, a kind that is a number": lambda good: with_kind(7),
}


@pytest.mark.parametrize("spoil", HOSTILE.values(), ids=HOSTILE)
def test_what_is_broken_is_built_anew(rules: Path, built: list[str], spoil: Callable[[bytes], bytes]) -> None:
    path = rules / "rulebook.bin"
    path.write_bytes(spoil(compiled.packed(from_yaml())))
    assert load() == from_yaml() and built == [from_yaml().digest]
    assert path.read_bytes() == compiled.packed(from_yaml())


def test_where_nothing_may_be_written_it_is_built_each_time(rules: Path, built: list[str]) -> None:
    (rules / "rulebook.bin").mkdir()
    assert load() == load() == from_yaml() and len(built) == 2
    assert [path.name for path in rules.glob("*rulebook*")] == ["rulebook.bin"]
    assert [path.name for path in rules.glob(".*")] == []


def test_nothing_is_written_in_anybodys_home(tmp_path: Path) -> None:
    homes = {name: str(tmp_path) for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "LOCALAPPDATA", "TMPDIR")}
    assert run("check", RIGHT, **homes).returncode == 0
    assert list(tmp_path.iterdir()) == []


CODES = "code,name,book,years,confidence\n"
EVENTS = "date,event,words,known\n"


def extra(tmp_path: Path, text: str, name: str = "functional") -> Path:
    """A folder of rules with one list."""
    path = tmp_path / "mine" / "rules" / "classification" / f"{name}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path.parent.parent


def said(rulebook: Rulebook, rule: str, text: str) -> set[str]:
    """The statuses of a rule's verdicts on a drawn filing."""
    (asked,) = [one for one in rulebook.rules if one.id == rule]
    return {str(verdict.status) for verdict in decide(asked, recognise(filing(text), rulebook))}


def test_further_rules_add_codes(tmp_path: Path) -> None:
    text = SIMPLE.replace("2010301 | 行政运行", "2010377 | 乙局专项")
    assert text != SIMPLE
    assert said(load(), "CL-01", text) == {"broken"}
    assert said(load([extra(tmp_path, CODES + "2010377,乙局专项,general,,high\n")]), "CL-01", text) == {"held"}


def test_further_rules_say_anew_what_a_code_is(tmp_path: Path) -> None:
    folder = extra(tmp_path, "\ufeff" + CODES + "20103,甲,general,-2023,high\n20103,乙,general,2024-,high\n")
    before, after = (book.classification.codes["functional"] for book in (load(), load([folder])))
    assert [(one.name, one.first, one.last) for one in after.of("20103")] == [("甲", 0, 2023), ("乙", 2024, 0)]
    assert list(before.by_code) == list(after.by_code)
    assert after.replaced(2024)["甲"].name == "乙" and "甲" not in after.replaced(2023)


def test_further_rules_add_lists_and_events(tmp_path: Path) -> None:
    folder = extra(tmp_path, EVENTS + "2031-05,某大会,某大会|那次大会,2030-01\n2012-12,党的十八大,十八大,\n", "events")
    extra(tmp_path, CODES + "1,甲,own,,low\n", "own")
    lists = load([folder]).classification
    listed = [(one.date, one.word) for one in lists.events["events"]]
    assert listed[0] == ("2012-12", "十八大") and listed[-2:] == [("2031-05", "某大会"), ("2031-05", "那次大会")]
    assert [one.code for one in lists.codes["own"].entries] == ["1"]


MISTAKES = {
    "header": ("code,name\n", ":1: 第一行应为“code,name,book,years,confidence”或“date,event,words,known”。"),
    "empty": ("", ":1: 第一行应为“code,name,book,years,confidence”或“date,event,words,known”。"),
    "too few": (CODES + "201,甲\n", ":2: 应有 5 项，写的是 2 项。"),
    "no code": (CODES + "\n2O1,甲,general,,high\n", ":3: 科目编码应为数字，写的是“2O1”。"),
    "no name": (CODES + "201,,general,,high\n", ":2: 缺少科目名称。"),
    "years": (CODES + "201,甲,general,2024,high\n", ":2: 年度应写作 2019-2024、2022- 或 -2018，写的是“2024”。"),
    "confidence": (CODES + "201,甲,general,,hihg\n", ":2: 没有“hihg”这个可信程度（confidence）；是不是“high”？"),
    "month": (EVENTS + "2024-13,甲,乙,\n", ":2: 日期应写作 2012-11，写的是“2024-13”。"),
    "no word": (EVENTS + "2024-12,甲,乙|,\n", ":2: 缺少“words”，或者其中有空的。"),
    "enormous": (
        CODES + f"201,{'甲' * 200_000},general,,high\n",
        ":2: CSV格式有误（field larger than field limit (131072)）。",
    ),
    "book": (CODES + "201,甲,genral,,high\n", ":2: 没有“genral”这个所属预算（book）；是不是“general”？"),
    "no book": (CODES + "201,甲,,,high\n", ":2: 缺少所属预算（book）：general、fund、soe。"),
    "no confidence": (CODES + "201,甲,general,,\n", ":2: 缺少可信程度（confidence）：sourced、high、medium、low。"),
    "years reversed": (CODES + "201,甲,general,2024-2019,high\n", ":2: 年度的起止颠倒了：“2024-2019”。"),
}


@pytest.mark.parametrize(("text", "message"), MISTAKES.values(), ids=MISTAKES)
def test_mistakes_in_a_list_are_named(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(RuleError) as caught:
        load([extra(tmp_path, text)])
    assert str(caught.value) == f"rules/classification/functional.csv{message}"


def test_a_list_in_another_encoding_is_named(tmp_path: Path) -> None:
    folder = extra(tmp_path, "")
    (folder / "classification" / "functional.csv").write_bytes((CODES + "201,甲,general,,high\n").encode("gb18030"))
    with pytest.raises(RuleError, match=r"functional\.csv:\d: 不是UTF-8编码的CSV文件。"):
        load([folder])


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("kind: classified\n  ask: known\n  list: functinal", "没有“functinal”这个科目表；是不是“functional”？"),
        ("kind: event\n  list: functional", "没有“functional”这个科目表；可用的有events。"),
    ],
)
def test_a_rule_names_a_list_that_is_there(tmp_path: Path, kind: str, message: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(f"- id: ZZ-01\n  title: 甲\n  title_en: A\n  severity: info\n  {kind}\n", "utf-8")
    with pytest.raises(RuleError) as caught:
        load([path])
    assert str(caught.value) == f"{path}:1: {message}"


def test_a_batch_is_not_resumed_with_other_codes(tmp_path: Path) -> None:
    filings, out = tmp_path / "filings", tmp_path / "out"
    filings.mkdir()
    shutil.copy(WRONG, filings)
    keys = []
    for name in ("甲", "乙", "乙"):
        folder = extra(tmp_path, CODES + f"2010377,{name},general,,high\n")
        run("batch", filings, "-o", out, "--jobs", "1", "--resume", "--rules", folder)
        keys.append(json.loads((out / "report.jsonl").read_text("utf-8"))["key"])
    assert keys[0] != keys[1] == keys[2]
