"""What the Python package says: a line of JSON for each request, `text` and, where the request has a value, `dictionary`; and `column`,
what the Arrow kernel says of a column with this text."""

import json
import sys

import merchant_signup
import pyarrow
from merchant_signup import arrow


def of_column(text, options, report):
    """The report with what the kernel says in place of its own status and issues: a column has no more."""
    kind = pyarrow.string() if isinstance(text, str) else pyarrow.binary()
    [verdict] = pyarrow.array(arrow.check(pyarrow.array([text], kind), issues=True, **options)).to_pylist()
    issues = [{**issue, "params": json.loads(issue["params"])} for issue in verdict["issues"]]
    counts = [sum(issue["severity"] == severity for issue in issues) for severity in ("error", "warning")]
    assert counts == [verdict["errors"], verdict["warnings"]], text
    assert [issue["code"] for issue in issues] == verdict["codes"], text
    return json.dumps({**json.loads(report), "status": verdict["status"], "issues": issues}, ensure_ascii=False, separators=(",", ":"))


def has_half_a_character(text):
    return isinstance(text, str) and any(0xD800 <= ord(character) < 0xE000 for character in text)


def answers(request):
    options = request["options"]
    if "bytes" in request:
        text = bytes.fromhex(request["bytes"])
    else:
        text = request["text"] if "text" in request else json.dumps(request["value"])
    said = {"text": merchant_signup.check(text, **options).to_json()}
    # A column is of many accounts, and a text of half a character is in none.
    if "account" not in options and not has_half_a_character(text):
        said["column"] = of_column(text, options, said["text"])
    if "value" in request:
        said["dictionary"] = merchant_signup.check(request["value"], **options).to_json()
    return said


for line in sys.stdin.buffer:
    print(json.dumps(answers(json.loads(line))))
