"""How long a check takes beside what people would use instead, in one run; the same subject twice shows the noise.

`cargo xtask python-speed` builds the package for speed and runs it. Subjects take turns, the median of the rounds counts.
"""

import datetime
import json
import pathlib
import statistics
import sys
import time
from typing import Any, Literal

import jsonschema_rs
import merchant_signup
from pydantic import BaseModel

ROOT = pathlib.Path(__file__).parents[3]
TODAY = datetime.date(2026, 11, 22)
ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 200
AT_ONCE = 50


class Model(BaseModel):
    model_config = {"extra": "allow"}


class PaymentOption(Model):
    type: str | None = None
    currencies: list[str] | None = None


class Revenue(Model):
    currency: str | None = None
    yearly_revenue: str | None = None
    highest_transaction_amount: str | None = None
    average_amount: str | None = None
    accept_prepaid: bool | None = None
    subscriptions_or_memberships: bool | None = None
    gift_cards: bool | None = None


class Owner(Model):
    name: str | None = None
    legal_name: str | None = None
    date_of_birth: datetime.date | None = None
    percentage: float | None = None


class Ownership(Model):
    ownership_structure: str | None = None
    owners: list[Owner] | None = None


class Verifications(Model):
    terms_and_conditions: bool | None = None
    terms_and_conditions_url: str | None = None
    contact_information: bool | None = None
    payment_site: bool | None = None
    clear_pricing: bool | None = None
    payment_product_logos: bool | None = None


class Signatory(Model):
    name: str | None = None
    email: str | None = None


class Signature(Model):
    signatures: list[Signatory] | None = None
    politically_exposed_person: bool | None = None
    politically_exposed_associated: bool | None = None


class Applicant(Model):
    phone_number: str | None = None


class Signup(Model):
    """The same fields, and no rules."""

    payment_options: list[PaymentOption] | None = None
    revenue: Revenue | None = None
    bank_name: str | None = None
    account_number: str | None = None
    store_type: list[Literal["online", "instore", "remote"]] | None = None
    ownership: Ownership | None = None
    verifications: Verifications | None = None
    signature: Signature | None = None
    applicant: Applicant | None = None


class Document(Model):
    signup: Signup | None = None


def main() -> None:
    text = (ROOT / "tests/examples/ready.json").read_bytes()
    value: dict[str, Any] = json.loads(text)
    schema = jsonschema_rs.validator_for(merchant_signup.json_schema())
    assert merchant_signup.check(text, today=TODAY).is_ready
    assert schema.is_valid(value)
    subjects = {
        "check(bytes)": lambda: merchant_signup.check(text, today=TODAY).status,
        "check(bytes), again": lambda: merchant_signup.check(text, today=TODAY).status,
        "check(dict)": lambda: merchant_signup.check(value, today=TODAY).status,
        "check(bytes).to_dict()": lambda: merchant_signup.check(text, today=TODAY).to_dict(),
        "jsonschema-rs, json.loads and all errors": lambda: list(schema.iter_errors(json.loads(text))),
        "Pydantic, model_validate_json": lambda: Document.model_validate_json(text),
        "Pydantic, model_validate": lambda: Document.model_validate(value),
    }
    times: dict[str, list[float]] = {name: [] for name in subjects}
    names = list(subjects)
    for round_ in range(ROUNDS):
        for name in names[round_ % len(names) :] + names[: round_ % len(names)]:
            subject = subjects[name]
            start = time.perf_counter()
            for _ in range(AT_ONCE):
                subject()
            times[name].append((time.perf_counter() - start) / AT_ONCE)
    medians = {name: statistics.median(of) for name, of in times.items()}
    for name, median in medians.items():
        print(f"{name:<44}{median * 1e6:>8.1f} µs")
    print()
    for over, under, aim in [
        ("check(bytes), again", "check(bytes)", "1, the noise"),
        ("check(bytes)", "jsonschema-rs, json.loads and all errors", "≤ 0.5"),
        ("check(bytes)", "Pydantic, model_validate_json", "said"),
        ("check(dict)", "Pydantic, model_validate", "said"),
    ]:
        print(f"{over} / {under}: {medians[over] / medians[under]:.2f} ({aim})")


if __name__ == "__main__":
    main()
