"""What the package promises beside the reports themselves, which `cargo xtask parity` compares with those of every other door."""

import collections
import datetime
import decimal
import enum
import json
import math
import pathlib
import pickle
import threading
import unittest

import merchant_signup as ms

EXAMPLES = pathlib.Path(__file__).parents[3] / "tests/examples"
TODAY = datetime.date(2026, 11, 22)


def ready():
    return json.loads((EXAMPLES / "ready.json").read_text())


def codes(signup, **options):
    return ms.check(signup, today=TODAY, **options).codes


class Check(unittest.TestCase):
    def test_a_ready_signup_is_ready_however_it_is_given(self):
        text = json.dumps(ready())
        reports = {ms.check(given, today=TODAY) for given in (ready(), text, text.encode(), bytearray(text, "utf-8"))}
        self.assertEqual(len(reports), 1)
        report = reports.pop()
        self.assertTrue(report.is_ready)
        self.assertEqual(report.status, "ready")
        self.assertEqual(report.errors, ())
        self.assertEqual(len(report.sections), 8)
        self.assertEqual(report.sections[0], ms.Section("payment_options", "ready", 2, 2))

    def test_an_issue_says_what_every_door_says(self):
        signup = ready()
        signup["signup"]["account_number"] = "8601111794"
        issue = ms.check(signup, today=TODAY, locale="nb").errors[0]
        self.assertEqual(
            (issue.code, issue.path, issue.severity, issue.kind, issue.params, issue.related),
            ("account_number.length", "/signup/account_number", "error", "invalid", {"expected": 11, "country": "NO"}, ()),
        )
        self.assertIn("Kontonummer", issue.message)

    def test_nothing_is_raised_for_a_bad_signup(self):
        circle: dict[str, object] = {}
        circle["signup"] = circle
        deep: object = {}
        for _ in range(10_000):
            deep = {"signup": deep}

        class Raises:
            def __str__(self):
                raise RuntimeError("not to be seen")

        bad = [None, 1, [], "", b"\xff\xfe", "\ud800", '{"signup":', circle, deep, {"signup": Raises()}, {Raises(): 1}, object()]
        for signup in bad:
            report = ms.check(signup, today=TODAY)
            self.assertIn(report.status, ("malformed", "invalid"))
            self.assertNotIn("not to be seen", report.to_json())

    def test_values_count_as_pydantic_writes_them(self):
        class Store(str, enum.Enum):
            ONLINE = "online"

        class Type(enum.Enum):
            CARD = "bambora.creditcard"

        signup = ready()
        before = ms.check(signup, today=TODAY)
        inner = signup["signup"]
        owner = next(owner for owner in inner["ownership"]["owners"] if owner.get("date_of_birth"))
        owner["date_of_birth"] = datetime.date.fromisoformat(owner["date_of_birth"])
        for owner in inner["ownership"]["owners"]:
            owner["percentage"] = decimal.Decimal(str(owner["percentage"]))
        inner["store_type"] = tuple(Store(kind) if kind == "online" else kind for kind in inner["store_type"])
        for option in inner["payment_options"]:
            if option["type"] == Type.CARD.value:
                option["type"] = Type.CARD
        self.assertEqual(ms.check(collections.OrderedDict(signup), today=TODAY), before)

    def test_what_json_has_no_word_for_is_said(self):
        def of_share(share):
            signup = ready()
            signup["signup"]["ownership"]["owners"][0]["percentage"] = share
            return [code for code in codes(signup) if code.startswith("ownership.owners.percentage")]

        self.assertEqual(of_share(math.nan), ["ownership.owners.percentage.required"])
        for share in (math.inf, 10**400, 1j, datetime.datetime(2026, 1, 1)):
            self.assertEqual(of_share(share), ["ownership.owners.percentage.type"], share)

    def test_options(self):
        due = ["payment_options.required", "revenue.required", "bank_name.required", "account_number.required"]
        self.assertEqual(codes({"signup": {}}, level="contract"), due)
        self.assertIn("account_id.format", codes(ready(), account="?"))
        for wrong in ({"level": "all"}, {"profile": "no-1900"}, {"today": "2026-02-31"}):
            with self.assertRaises(ValueError) as caught:
                ms.check({}, **{"today": TODAY, **wrong})
            self.assertIn(next(iter(wrong)), str(caught.exception))
        self.assertEqual(ms.check({}).to_dict()["today"], datetime.date.today().isoformat())
        noon = datetime.datetime(2026, 11, 22, 12)
        self.assertEqual(ms.check({}, today=noon), ms.check({}, today="2026-11-22"))

    def test_threads_check_beside_each_other(self):
        text = json.dumps(ready())
        found = []
        threads = [threading.Thread(target=lambda: found.append(ms.check(text, today=TODAY).status)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(found, ["ready"] * 8)


class Report(unittest.TestCase):
    def test_it_does_not_change(self):
        report = ms.check({"signup": {}}, today=TODAY)
        for act in (lambda: setattr(report, "status", "ready"), lambda: delattr(report, "_report")):
            with self.assertRaises(AttributeError):
                act()
        with self.assertRaises(AttributeError):
            report.issues[0].code = "x"

    def test_it_survives_json_and_pickle(self):
        report = ms.check((EXAMPLES / "twenty-faults.json").read_bytes(), today=TODAY, locale="fi")
        for again in (ms.Report.from_json(report.to_json()), pickle.loads(pickle.dumps(report))):
            self.assertEqual(again.codes, report.codes)
            self.assertEqual(again.status, report.status)
        self.assertEqual(report.codes, [issue.code for issue in report.issues])
        with self.assertRaises(ValueError):
            ms.Report.from_json("{}")

    def test_what_it_shows_holds_nothing_that_was_typed(self):
        report = ms.check({"signup": {"bank_name": 7, "account_number": "secret"}}, today=TODAY)
        self.assertRegex(repr(report), r"^<Report: invalid, errors: \d+, warnings: \d+>$")
        self.assertNotIn("secret", repr(report.issues) + str(ms.NotReady(report)))


class Rest(unittest.TestCase):
    def test_parse_gives_the_values_or_the_report(self):
        self.assertEqual(ms.parse(json.dumps(ready()), today=TODAY), ready())
        with self.assertRaises(ms.NotReady) as caught:
            ms.parse({"signup": {}}, today=TODAY)
        self.assertEqual(caught.exception.report.status, "incomplete")
        self.assertIn("/signup/payment_options: ", str(caught.exception))

    def test_canonicalize_leaves_what_it_was_given(self):
        signup = {
            "signup": {
                "bank_name": " DNB ",
                "applicant": {"phone_number": "0047 999 99 999"},
                "payment_options": [{"currencies": ("nok",)}],
                "ownership": {"owners": [{"percentage": "33,5 %"}]},
            }
        }
        before = json.dumps(signup)
        fixed, changes = ms.canonicalize(signup)
        self.assertEqual(json.dumps(signup), before)
        self.assertEqual(fixed["signup"]["bank_name"], "DNB")
        self.assertEqual(fixed["signup"]["applicant"], {"phone_number": "+4799999999"})
        self.assertEqual(fixed["signup"]["payment_options"], [{"currencies": ["NOK"]}])
        self.assertEqual(fixed["signup"]["ownership"], {"owners": [{"percentage": 33.5}]})
        self.assertEqual({change.fix for change in changes}, {"trimmed", "separators_removed", "upper_cased", "number_from_text"})
        self.assertEqual(ms.canonicalize(fixed), (fixed, []))

    def test_rules_and_schema(self):
        by_code = {rule.code: rule for rule in ms.rules()}
        self.assertEqual(by_code["account_number.length"].severity, "error")
        self.assertEqual(ms.json_schema()["$schema"], "https://json-schema.org/draft/2020-12/schema")
        self.assertNotEqual(ms.json_schema(), ms.json_schema("contract"))
        with self.assertRaises(ValueError):
            ms.json_schema("all")


if __name__ == "__main__":
    unittest.main()
