"""What budgetaudit says of every real filing is what the snapshot says, until a commit says that it should change."""

import sys
from functools import cache
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "bench"))

from changes import differences, kept
from snapshot import FILINGS, Block, block, filings, name_of

here = pytest.mark.skipif(not FILINGS.is_dir(), reason="../shared/filings is not here")
PATHS = filings() if FILINGS.is_dir() else []


@cache
def snapshot() -> dict[str, Block]:
    return kept()


@pytest.mark.real
@here
@pytest.mark.parametrize("path", PATHS, ids=[name_of(path) for path in PATHS])
def test_a_filing_is_as_its_snapshot(path: Path) -> None:
    old, new = snapshot()[name_of(path)], block(path)
    gone, fresh = differences(old, new)
    assert (gone, fresh) == ([], []), "wanted? python tests/bench/changes.py --update, and say so in the commit"
    assert new == old, "wording or places differ; wanted? python tests/bench/changes.py --update"


def test_a_change_is_told_by_what_it_changes_and_not_by_its_wording() -> None:
    old = ("json 1", "finding error A 1 部门 : 1元 2元 1 : text a", "claim 部门 三公经费 amount 1元 +1")
    new = ("json 2", "finding error A 1 部门 : 1元 2元 1 : text b", "claim 部门 三公经费 amount 2元 +1")
    assert differences(old, new) == (
        ["claim 部门 三公经费 amount 1元 +1"],
        ["claim 部门 三公经费 amount 2元 +1"],
    )
