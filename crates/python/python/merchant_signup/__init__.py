"""Checks merchant signups before they are sent: one set of rules, in Rust, the same answer behind every door."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

from . import _native
from ._native import RULES_VERSION, __version__

Status = Literal["ready", "incomplete", "invalid", "malformed"]
Severity = Literal["error", "warning", "info"]
Kind = Literal["missing", "invalid", "inconsistent", "notice"]
Level = Literal["submission", "contract"]

__all__ = [
    "RULES_VERSION",
    "Change",
    "Issue",
    "Level",
    "NotReady",
    "Report",
    "Rule",
    "Section",
    "Severity",
    "Status",
    "__version__",
    "canonicalize",
    "check",
    "json_schema",
    "parse",
    "rules",
]


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing that a report says of a signup. It holds codes, limits and places, and nothing that a person typed."""

    code: str
    path: str
    severity: Severity
    kind: Kind
    message: str
    params: Mapping[str, Any] = field(default_factory=dict, hash=False)
    related: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Where one section of the form stands."""

    section: str
    status: Status
    required: int
    fulfilled: int


class Report:
    """The answer to a check: the same behind every door. It does not change, and says what it holds when it is asked."""

    __slots__ = ("_report",)
    _report: _native.Report

    def __init__(self, report: _native.Report) -> None:
        object.__setattr__(self, "_report", report)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a report does not change")

    def __delattr__(self, name: str) -> None:
        raise AttributeError("a report does not change")

    @property
    def status(self) -> Status:
        return self._report.status

    @property
    def is_ready(self) -> bool:
        return self._report.status == "ready"

    @property
    def codes(self) -> list[str]:
        return self._report.codes()

    @property
    def issues(self) -> tuple[Issue, ...]:
        return tuple(
            Issue(**{**issue, "related": tuple(issue["related"])}) for issue in self.to_dict()["issues"]
        )

    @property
    def errors(self) -> tuple[Issue, ...]:
        return tuple(issue for issue in self.issues if issue.severity == "error")

    @property
    def warnings(self) -> tuple[Issue, ...]:
        return tuple(issue for issue in self.issues if issue.severity == "warning")

    @property
    def sections(self) -> tuple[Section, ...]:
        return tuple(Section(**section) for section in self.to_dict()["sections"])

    def to_dict(self) -> dict[str, Any]:
        values: dict[str, Any] = json.loads(self._report.to_json())
        return values

    def to_json(self) -> str:
        return self._report.to_json()

    @classmethod
    def from_json(cls, text: str | bytes) -> Report:
        """The report that `to_json` wrote. `ValueError` says why a text is none."""
        if isinstance(text, bytes):
            try:
                text = text.decode("utf-8-sig")
            except UnicodeDecodeError as error:
                raise ValueError("this is no report: it is not UTF-8") from error
        if not isinstance(text, str):
            raise TypeError(f"a report is read from JSON text, str or bytes, not {_name(text)}: json.dumps() writes a dict as one")
        return cls(_native.Report.from_json(text))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Report) and self._report == other._report

    def __hash__(self) -> int:
        return hash(self._report)

    def __repr__(self) -> str:
        count = self._report.count
        return f"<Report: {self.status}, errors: {count('error')}, warnings: {count('warning')}>"

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return Report.from_json, (self.to_json(),)


class NotReady(Exception):
    """Raised by `parse` where a signup is not ready; `report` says why."""

    def __init__(self, report: Report) -> None:
        super().__init__(report)
        self.report = report

    def __str__(self) -> str:
        lines = [f"the signup is not ready: {self.report.status}"]
        lines += [f"{issue.path or '(document)'}: {issue.message} [{issue.code}]" for issue in self.report.errors]
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Change:
    """A correction that needed no guessing."""

    path: str
    fix: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A line of the catalogue of codes."""

    code: str
    severity: Severity
    kind: Kind
    params: tuple[str, ...]
    levels: tuple[str, ...]
    doc: str


def check(
    signup: object,
    *,
    today: datetime.date | str | None = None,
    profile: str = "no-2018",
    level: Level = "submission",
    locale: str = "en",
    account: str | None = None,
) -> Report:
    """Checks a signup, given as JSON text (`bytes`, `bytearray`, `memoryview`, `str`) or as a mapping, such as a dictionary.

    It raises nothing for a bad signup, whatever is wrong with it; what JSON could have and is no signup, `None` or a list, is a bad
    one. `TypeError` says that it was given something else, such as a file, and `ValueError` or `TypeError` what is wrong with an option.
    """
    if account is not None:
        _named(account=account)
    return Report(_native.check(signup, account=account, **_options(today, profile, level, locale)))


def parse(
    signup: object,
    *,
    today: datetime.date | str | None = None,
    profile: str = "no-2018",
    level: Level = "submission",
    locale: str = "en",
    account: str | None = None,
) -> dict[str, Any]:
    """Gives the values of a signup that is ready, or raises `NotReady` with the report. Its options are those of `check`."""
    signup = _own(signup)
    report = check(signup, today=today, profile=profile, level=level, locale=locale, account=account)
    if not report.is_ready:
        raise NotReady(report)
    values: dict[str, Any] = _values(signup)
    return values


def canonicalize(signup: object) -> tuple[dict[str, Any], list[Change]]:
    """A copy of a signup with what can be corrected without guessing, and the changes.

    `ValueError` says why a signup cannot be read, for the same reasons as `check`, or that a field stands twice in it, of which a copy
    could have one only. `TypeError` says that it is neither text nor a mapping.
    """
    if not isinstance(signup, str | bytes | bytearray | memoryview | Mapping):
        raise TypeError(
            "signup must be JSON text (str, bytes, bytearray, memoryview) or a mapping such as a dict, not "
            + _name(signup)
        )
    signup = _own(signup)
    report = check(signup)
    for issue in report.issues:
        if report.status == "malformed" or issue.code == "document.duplicate_key":
            raise ValueError(f"the signup cannot be read: {issue.path or '(document)'}: {issue.message}")
    fixed: dict[str, Any] = _values(signup)
    changes = []
    for path, fix, text in _native.fixes(fixed):
        _put(fixed, path, json.loads(text) if fix == "number_from_text" else text)
        changes.append(Change(path, fix))
    return fixed, changes


def rules() -> list[Rule]:
    """Every code that a report can have, with what raises it."""
    return [
        Rule(**{**rule, "params": tuple(rule["params"]), "levels": tuple(rule["levels"])})
        for rule in json.loads(_rules())
    ]


def json_schema(level: Level = "submission") -> dict[str, Any]:
    """The payload as a JSON Schema, draft 2020-12. At level `contract` it refuses what the check refuses."""
    _named(level=level)
    schema: dict[str, Any] = json.loads(_native.json_schema(level))
    return schema


def _day(today: datetime.date | str | None) -> str:
    """The day that ages are counted to: where none is given, the local one."""
    if today is None:
        today = datetime.date.today()
    if isinstance(today, datetime.datetime):
        today = today.date()
    if isinstance(today, datetime.date):
        return today.isoformat()
    _named(today=today)
    return today


def _options(
    today: datetime.date | str | None, profile: str, level: Level, locale: str
) -> dict[str, Any]:
    """What all checks take. `TypeError` names an option that is of another type."""
    _named(profile=profile, level=level, locale=locale)
    return {"today": _day(today), "profile": profile, "level": level, "locale": locale}


def _named(**options: object) -> None:
    for name, value in options.items():
        if not isinstance(value, str):
            kind = "a date or a str" if name == "today" else "a str"
            raise TypeError(f"{name} must be {kind}, not {_name(value)}")


def _name(value: object) -> str:
    """The name of a value's type, as people import it."""
    kind = type(value)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


@lru_cache(maxsize=1)
def _rules() -> str:
    return _native.rules()


def _own(signup: object) -> object:
    """A text that nobody else can change between the check and the reading."""
    return bytes(signup) if isinstance(signup, bytearray | memoryview) else signup


def _values(signup: object) -> Any:
    """The values of a signup that a check could read, which skips a byte order mark."""
    if isinstance(signup, bytes):
        signup = signup.decode("utf-8-sig")
    if isinstance(signup, str):
        return json.loads(signup.removeprefix("\ufeff"))
    return _copied(signup)


def _copied(value: Any) -> Any:
    """A copy that can be changed, with dictionaries for mappings and lists for tuples and arrays. It is as deep as a signup may be."""
    if isinstance(value, Mapping):
        return {key: _copied(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_copied(part) for part in value]
    # Arrays and scalars of numpy, which has no type here.
    if hasattr(value, "tolist"):
        plain = value.tolist()
        return _copied(plain) if isinstance(plain, list) else plain
    return value


def _put(document: Any, path: str, value: object) -> None:
    *parents, last = (part.replace("~1", "/").replace("~0", "~") for part in path.removeprefix("/").split("/"))
    for part in parents:
        document = document[int(part)] if isinstance(document, list) else document[part]
    if isinstance(document, list):
        document[int(last)] = value
    elif isinstance(document, dict):
        document[last] = value
