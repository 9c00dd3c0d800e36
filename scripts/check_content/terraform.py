"""Runs `terraform validate` without a network, when terraform and the AWS provider are present.

All fences become child modules of one root, so the provider's schema is loaded once. The root
passes every variable on as an unknown value: validation then accepts any type for it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_PROVIDER = "terraform-provider-aws_v*"


@dataclass(frozen=True)
class Module:
    """A fence's configuration; `shift` lines stand above the fence's first line."""

    index: int
    text: str
    shift: int

    @property
    def folder(self) -> str:
        """The module's name and folder."""
        return f"m{self.index}"


@dataclass(frozen=True)
class Diagnostic:
    """What terraform says about a line of a fence, counted from 1 (0: the whole fence)."""

    module: int
    line: int
    message: str


@dataclass
class Result:
    """The outcome of a run, or why there was none."""

    diagnostics: list[Diagnostic] = field(default_factory=list)
    skipped: str = ""
    version: str = ""


def validate(modules: list[Module]) -> Result:
    """Validates all modules; a module that stops `init` is reported and left out."""
    program = shutil.which("terraform")
    if program is None:
        return Result(skipped="terraform is not installed")
    mirror = next(plugin_folders(), None)
    if mirror is None:
        return Result(skipped="provider not present (set TF_PLUGIN_CACHE_DIR to a folder with it)")
    if not modules:
        return Result(version="nothing to validate")
    folder, version = mirror
    found: list[Diagnostic] = []
    with tempfile.TemporaryDirectory() as root:
        left = list(modules)
        while left:
            _write(Path(root), left)
            early = _init(program, Path(root), folder, left)
            if not early:
                found += _validate(program, Path(root), left)
                break
            found += early
            broken = {diagnostic.module for diagnostic in early}
            left = [module for module in left if module.index not in broken]
    return Result(found, version=f"terraform validate with AWS provider {version}")


def plugin_folders() -> Iterator[tuple[Path, str]]:
    """Folders in terraform's plugin layout that hold the AWS provider, newest version first."""
    home = Path.home()
    candidates: list[str | Path] = [
        os.environ.get("TF_PLUGIN_CACHE_DIR", ""), *_mirrors_of_config(),
        home / ".terraform.d" / "plugins", home / ".local/share/terraform/plugins",
        "/usr/local/share/terraform/plugins", "/usr/share/terraform/plugins",
        *sorted(Path("/opt").glob("*")),
    ]  # fmt: skip
    for candidate in [Path(each) for each in candidates if each]:
        with_provider = sorted(candidate.glob(f"*/hashicorp/aws/*/*/{_PROVIDER}"), key=_version)
        if with_provider:
            yield candidate, with_provider[-1].parent.parent.name


def _version(binary: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", binary.parent.parent.name))


def _mirrors_of_config() -> list[str]:
    """The folders that terraform's own configuration file names."""
    file = Path(os.environ.get("TF_CLI_CONFIG_FILE", Path.home() / ".terraformrc"))
    try:
        text = file.read_text(encoding="utf-8")
    except OSError:
        return []
    return re.findall(r"(?:path|plugin_cache_dir)\s*=\s*\"([^\"]+)\"", text)


def _write(root: Path, modules: list[Module]) -> None:
    calls: list[str] = []
    for module in modules:
        folder = root / module.folder
        folder.mkdir(exist_ok=True)
        (folder / "main.tf").write_text(module.text, encoding="utf-8")
        declared = set(re.findall(r'^\s*variable\s+"?(\w+)"?', module.text, re.M))
        used = set(re.findall(r"\bvar\.(\w+)", module.text))
        missing = "".join(
            f'variable "{name}" {{\n  type = any\n}}\n' for name in sorted(used - declared)
        )
        (folder / "declared.tf").write_text(missing, encoding="utf-8")
        names = sorted(used | declared)
        passed = "".join(f"  {name} = var.{module.folder}_{name}\n" for name in names)
        calls.append(f'module "{module.folder}" {{\n  source = "./{module.folder}"\n{passed}}}\n')
        calls += [f'variable "{module.folder}_{name}" {{\n  type = any\n}}\n' for name in names]
    (root / "main.tf").write_text("".join(calls), encoding="utf-8")


def _run(program: str, root: Path, *arguments: str) -> str:
    environment = dict(os.environ) | {
        "CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1", "TF_CLI_CONFIG_FILE": os.devnull,
    }  # fmt: skip
    environment.pop("TF_PLUGIN_CACHE_DIR", None)
    done = subprocess.run(
        [program, *arguments], cwd=root, env=environment, capture_output=True, text=True,
        check=False, timeout=300,
    )  # fmt: skip
    return done.stdout


def _init(program: str, root: Path, mirror: Path, modules: list[Module]) -> list[Diagnostic]:
    """What stops `init`, by module: usually another provider."""
    out = _run(
        program, root, "init", "-json", "-backend=false", "-input=false", f"-plugin-dir={mirror}"
    )
    said = [json.loads(line) for line in out.splitlines() if line.startswith("{")]
    errors = [
        line["diagnostic"]
        for line in said
        if line.get("@level") == "error" and "diagnostic" in line
    ]
    found = list(_placed(errors, modules))
    if errors and not found:  # an error without a place: a provider that is not in the mirror
        for module in modules:
            other = re.search(r'(?:resource|data)\s+"(?!aws_|terraform_)([a-z0-9]+)_', module.text)
            if other:
                message = f"uses the provider {other[1]}, which cannot be validated here"
                found.append(Diagnostic(module.index, 0, message))
        if not found:
            found = [Diagnostic(modules[0].index, 0, _sentence(errors[0]))]
    return found


def _validate(program: str, root: Path, modules: list[Module]) -> list[Diagnostic]:
    answer = json.loads(_run(program, root, "validate", "-json"))
    errors = [each for each in answer["diagnostics"] if each["severity"] == "error"]
    return list(_placed(errors, modules))


def _placed(errors: list[dict[str, Any]], modules: list[Module]) -> Iterator[Diagnostic]:
    by_folder = {module.folder: module for module in modules}
    for error in errors:
        place = error.get("range") or {}
        module = by_folder.get(str(place.get("filename", "")).split("/")[0])
        if module is None:
            continue
        line = int(place["start"]["line"]) - module.shift
        missing = error["summary"] in ("Missing required argument", "Insufficient blocks")
        if missing and module.shift and line <= 0:
            continue  # a fragment shows a part of the resource
        yield Diagnostic(module.index, min(line, module.text.count("\n")), _sentence(error))


def _sentence(error: dict[str, Any]) -> str:
    detail = " ".join(str(error.get("detail", "")).split())
    detail = re.sub(r" in module\.m\d+", " in this fence", detail).rstrip(".")
    return f"{error['summary']}: {detail}" if detail else str(error["summary"])
