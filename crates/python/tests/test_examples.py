"""The examples with Pydantic and FastAPI do what they show."""

import json
import pathlib
import sys
import unittest

from fastapi.testclient import TestClient
from pydantic import ValidationError

PACKAGE = pathlib.Path(__file__).parents[1]
sys.path.insert(0, str(PACKAGE / "examples"))

import fastapi_app
import pydantic_model

READY = (PACKAGE.parents[1] / "tests/examples/ready.json").read_text()


class Examples(unittest.TestCase):
    def test_fastapi(self):
        client = TestClient(fastapi_app.app)
        taken = client.post("/signups", content=READY)
        self.assertEqual((taken.status_code, taken.json()), (201, {"owners": 2}))
        refused = client.post("/signups", content=b'{"signup": {"bank_name": ""}}', headers={"Accept-Language": "nb-NO,en"})
        self.assertEqual((refused.status_code, refused.headers["content-type"]), (422, "application/problem+json"))
        by_path = {error["path"]: error["message"] for error in refused.json()["errors"]}
        self.assertEqual(by_path["/signup/bank_name"], "Oppgi bankens navn")
        self.assertEqual(client.post("/signups", content=b"\xff").json()["errors"][0]["code"], "document.malformed")

    def test_pydantic(self):
        order = {"platform": "shop", "signup": json.loads(READY)}
        self.assertEqual(pydantic_model.Order.model_validate(order).signup, json.loads(READY))
        with self.assertRaises(ValidationError) as caught:
            pydantic_model.Order.model_validate({"platform": "shop", "signup": {"signup": {}}})
        [error] = caught.exception.errors()
        self.assertEqual((error["type"], error["loc"]), ("signup_not_ready", ("signup",)))
        self.assertEqual(error["msg"], "the signup is not ready: incomplete")
        self.assertIn("/signup/payment_options", {issue["path"] for issue in error["ctx"]["issues"]})


if __name__ == "__main__":
    unittest.main()
