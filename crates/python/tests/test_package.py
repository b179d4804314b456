"""What the package promises beside the reports themselves, which `cargo xtask parity` compares with those of every other door."""

import collections
import dataclasses
import datetime
import decimal
import enum
import json
import math
import pathlib
import pickle
import threading
import types
import unittest

import merchant_signup as ms
import numpy as np
import pandas as pd

EXAMPLES = pathlib.Path(__file__).parents[3] / "tests/examples"
TODAY = datetime.date(2026, 11, 22)


def ready():
    return json.loads((EXAMPLES / "ready.json").read_text())


def codes(signup, **options):
    return ms.check(signup, today=TODAY, **options).codes


class Check(unittest.TestCase):
    def test_a_ready_signup_is_ready_however_it_is_given(self):
        text = json.dumps(ready())
        reports = {ms.check(given, today=TODAY) for given in (ready(), text, text.encode(), bytearray(text, "utf-8"), memoryview(text.encode()))}
        mappings = (collections.UserDict(ready()), types.MappingProxyType(ready()), collections.ChainMap(ready()))
        reports |= {ms.check(given, today=TODAY) for given in mappings}
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

        bad = [None, 1, [], "", b"\xff\xfe", "\ud800", '{"signup":', circle, deep, {"signup": Raises()}, {Raises(): 1}, (), 1.5, True, math.nan, pd.NA]
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

    def test_values_of_data_frames_count_as_what_they_stand_for(self):
        def of_owner(**values):
            signup = ready()
            signup["signup"]["ownership"]["owners"][0].update(values)
            return ms.check(signup, today=TODAY)

        for share in (np.int64(51), np.uint8(51), np.float32(51), np.float64(51), np.array(51)):
            self.assertEqual(of_owner(percentage=share), of_owner(percentage=51), type(share))
        missing = of_owner(date_of_birth=None)
        for value in (pd.NaT, pd.NA, np.datetime64("NaT"), np.float64("nan"), np.ma.masked):
            self.assertEqual(of_owner(date_of_birth=value), missing, type(value))
        born = of_owner(date_of_birth="1990-09-20")
        for value in (
            pd.Timestamp("1990-09-20"),
            pd.Timestamp("1990-09-20", tz="Europe/Oslo"),
            datetime.datetime(1990, 9, 20),
            datetime.datetime(1990, 9, 20, tzinfo=datetime.timezone.utc),
            np.datetime64("1990-09-20"),
            np.datetime64("1990-09-20", "ns"),
        ):
            self.assertEqual(of_owner(date_of_birth=value), born, value)
        for value in (pd.Timestamp("1990-09-20 00:00:00.000000001"), datetime.datetime(1990, 9, 20, 1), np.datetime64("1990-09-20T01", "s")):
            self.assertIn("ownership.owners.date_of_birth.type", of_owner(date_of_birth=value).codes, value)

        def of_signup(**values):
            signup = ready()
            signup["signup"].update(values)
            return ms.check(signup, today=TODAY)

        plain = of_signup(store_type=["online"], bank_name="DNB")
        for types_of_store in (np.array(["online"]), np.array(["online"], object), pd.Series(["online"]), (np.str_("online"),)):
            self.assertEqual(of_signup(store_type=types_of_store, bank_name=np.str_("DNB")), plain)
        self.assertEqual(of_signup(verifications={"payment_site": np.bool_(True)}), of_signup(verifications={"payment_site": True}))

    def test_what_unwraps_without_an_end_is_no_value(self):
        class Endless:
            def tolist(self):
                return Endless()

        class Raises:
            def tolist(self):
                raise RuntimeError("not to be seen")

        self.assertIn("bank_name.type", codes({"signup": {"bank_name": Endless()}}))
        self.assertEqual(codes({"signup": {"bank_name": Raises()}}), ["document.malformed"])

    def test_values_have_the_limits_of_a_text(self):
        large = {**ready(), "note": "x" * (1 << 20)}
        self.assertEqual(ms.check(large, today=TODAY), ms.check(json.dumps(large), today=TODAY))
        many = {**ready(), "note": [1] * (1 << 20)}
        self.assertEqual(ms.check(many, today=TODAY), ms.check(json.dumps(many), today=TODAY))
        fits = {**ready(), "note": "x" * (1 << 19)}
        self.assertEqual(ms.check(fits, today=TODAY), ms.check(json.dumps(fits), today=TODAY))
        odd = {**ready(), None: 1, True: 2, False: 3, 4: 5, 1.5: 6}
        self.assertEqual(ms.check(odd, today=TODAY), ms.check(json.dumps(odd), today=TODAY))
        for half in ({"signup": {"bank_name": "\ud800"}}, {"signup": {"a\ud800": 1}}):
            self.assertEqual(codes(half), ["document.malformed"])
            self.assertEqual(codes(json.dumps(half)), ["document.malformed"])

    def test_what_is_no_signup_at_all_is_refused(self):
        row = collections.namedtuple("Row", "signup")

        @dataclasses.dataclass
        class Signup:
            signup: dict

        file = EXAMPLES / "ready.json"
        with file.open() as opened:
            for given, said in (
                (opened, "TextIOWrapper: give what is in it, read()"),
                (file, "PosixPath: give what is in the file, read_bytes()"),
                (row({}), r"Row: give _asdict\(\)"),
                (Signup({}), r"Signup: give dataclasses.asdict\(\) of it"),
                (object(), "not object$"),
                ({1, 2}, "not set$"),
                (np.array([1]), "not numpy.ndarray$"),
                (pd.Series(["{}"]), "not pandas.*Series$"),
            ):
                for do in (ms.check, ms.parse):
                    with self.assertRaisesRegex(TypeError, "signup must be JSON text.* or a mapping.*" + said):
                        do(given)
                with self.assertRaisesRegex(TypeError, "signup must be JSON text"):
                    ms.canonicalize(given)

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
            for do in (ms.check, ms.parse):
                with self.assertRaises(ValueError) as caught:
                    do({}, **{"today": TODAY, **wrong})
                self.assertIn(next(iter(wrong)), str(caught.exception))
        for wrong in ({"level": None}, {"profile": 5}, {"today": 20260101}, {"today": b"2026-01-01"}, {"locale": None}, {"account": 1}):
            name, value = next(iter(wrong.items()))
            with self.assertRaisesRegex(TypeError, f"^{name} must be a .*str, not {type(value).__name__}$"):
                ms.check({}, **{"today": TODAY, **wrong})
        with self.assertRaisesRegex(TypeError, "^level must be a str, not NoneType"):
            ms.json_schema(None)
        for locale, same in (("nb-NO", "nb"), ("no", "nb"), ("nn", "nb"), ("EN_gb", "en"), ("de", "en"), ("", "en")):
            self.assertEqual(ms.check({}, today=TODAY, locale=locale), ms.check({}, today=TODAY, locale=same))
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

    def test_what_is_no_report_is_refused_in_words(self):
        report = ms.check((EXAMPLES / "twenty-faults.json").read_bytes(), today=TODAY)
        better = [json.dumps({**report.to_dict(), "status": status}) for status in ("ready", "incomplete")]
        for text, said in (
            ("{}", "missing field `status`"),
            ("", "it is empty"),
            ("[]", "it must be a JSON object$"),
            ("null", "it must be a JSON object$"),
            ("nul", "it is not JSON"),
            (b"\xff", "it is not UTF-8"),
            (better[0], 'its status is "ready", and its issues say "invalid"'),
            (better[1], 'its status is "incomplete", and its issues say "invalid"'),
        ):
            with self.assertRaisesRegex(ValueError, "^this is no report: " + said):
                ms.Report.from_json(text)
        for given in (None, report.to_dict()):
            with self.assertRaisesRegex(TypeError, f"str or bytes, not {type(given).__name__}"):
                ms.Report.from_json(given)
        few = {**report.to_dict(), "issues": []}
        self.assertEqual(ms.Report.from_json(json.dumps(few)).status, "invalid", "somebody may have kept some issues alone")

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

    def test_texts_are_read_as_they_are_checked(self):
        text = json.dumps(ready())
        for given in ("\ufeff" + text, b"\xef\xbb\xbf" + text.encode(), bytearray(text.encode()), memoryview(text.encode())):
            self.assertEqual(ms.parse(given, today=TODAY), ready())
            self.assertEqual(ms.canonicalize(given)[0], ready())
        mapping = types.MappingProxyType({"signup": collections.UserDict(ready()["signup"])})
        self.assertEqual(ms.parse(mapping, today=TODAY), ready())
        circle = {}
        circle["signup"] = circle
        refused = [
            ("", "empty"),
            ("x", "not JSON"),
            ("[]", "list"),
            ("null", "must be a JSON object"),
            ('{"signup": NaN}', "not JSON"),
            ('{"signup": ' * 60_000, "levels"),
            (text.encode("utf-16"), "UTF-16"),
            ('{"signup": {"bank_name": "\\ud800"}}', "not JSON"),
            ('{"signup": {"bank_name": "a", "bank_name": "b"}}', "/signup/bank_name: .*more than once"),
            (text + " " * (1 << 20), "large|bytes|MiB"),
            (circle, "levels"),
            ({"signup": {"bank_name": "\ud800"}}, "cannot be written as JSON"),
        ]
        for given, said in refused:
            with self.assertRaisesRegex(ValueError, "^the signup cannot be read: .*" + said):
                ms.canonicalize(given)
            with self.assertRaises(ms.NotReady):
                ms.parse(given, today=TODAY)
        for given in (None, 1, [], [ready()]):
            with self.assertRaisesRegex(TypeError, f"not {type(given).__name__}$"):
                ms.canonicalize(given)

    def test_what_data_frames_hold_is_corrected_too(self):
        owner = {"percentage": np.float32(33.5)}
        signup = {"signup": {"payment_options": np.array([{"currencies": np.array(["nok"])}], object), "ownership": {"owners": [owner]}}}
        fixed, changes = ms.canonicalize(signup)
        self.assertEqual(fixed, {"signup": {"payment_options": [{"currencies": ["NOK"]}], "ownership": {"owners": [{"percentage": 33.5}]}}})
        self.assertEqual(changes, [ms.Change("/signup/payment_options/0/currencies/0", "upper_cased")])

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
