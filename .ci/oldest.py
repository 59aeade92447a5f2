"""The oldest versions that pyproject.toml allows, as constraints for pip: `typer>=0.24,<0.29` → `typer==0.24`."""

import re
import tomllib
from pathlib import Path

project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))["project"]
for requirement in (*project["dependencies"], *project["optional-dependencies"]["dev"]):
    name, lowest = re.fullmatch(r"([\w.-]+)>=([\w.]+)(?:,<[\w.]+)?", requirement).groups()
    print(f"{name}=={lowest}")
