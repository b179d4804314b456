"""What the Python package says: a line of JSON for each request, `text` and, where the request has a value, `dictionary`."""

import json
import sys

import merchant_signup


def answers(request):
    options = request["options"]
    if "bytes" in request:
        text = bytes.fromhex(request["bytes"])
    else:
        text = request["text"] if "text" in request else json.dumps(request["value"])
    said = {"text": merchant_signup.check(text, **options).to_json()}
    if "value" in request:
        said["dictionary"] = merchant_signup.check(request["value"], **options).to_json()
    return said


for line in sys.stdin.buffer:
    print(json.dumps(answers(json.loads(line))))
