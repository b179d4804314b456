"""A Pydantic model with a signup in it: what is wrong with the signup is one error, with every issue in its context."""

from typing import Annotated, Any

import merchant_signup
from pydantic import AfterValidator, BaseModel
from pydantic_core import PydanticCustomError


def _ready(signup: dict[str, Any]) -> dict[str, Any]:
    report = merchant_signup.check(signup)
    if report.is_ready:
        return signup
    issues = [{"path": issue.path, "code": issue.code, "message": issue.message} for issue in report.errors]
    raise PydanticCustomError("signup_not_ready", "the signup is not ready: {status}", {"status": report.status, "issues": issues})


ReadySignup = Annotated[dict[str, Any], AfterValidator(_ready)]


class Order(BaseModel):
    """What a platform's backend gets from its own page."""

    platform: str
    signup: ReadySignup
