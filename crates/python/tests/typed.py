"""What a type checker must accept, and, by `type: ignore` with `--strict`'s check for unused ones, what it must refuse."""

import datetime
from typing import assert_type

import merchant_signup as ms

report = ms.check({"signup": {}}, today=datetime.date(2026, 11, 22), level="contract")
assert_type(report, ms.Report)
assert_type(report.is_ready, bool)
assert_type(report.issues, tuple[ms.Issue, ...])
assert_type(report.issues[0].path, str)
report.status == "valid"  # type: ignore[comparison-overlap]
ms.check({}, level="all")  # type: ignore[arg-type]
ms.check({}, datetime.date(2026, 11, 22))  # type: ignore[call-arg]
ms.parse({}, today="2026-11-22", level="contract")
ms.parse({}, day="2026-11-22")  # type: ignore[call-arg]
status: ms.Status = report.status
severity: ms.Severity = report.issues[0].severity
level: ms.Level = "submission"
