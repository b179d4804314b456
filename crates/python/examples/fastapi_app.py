"""A FastAPI endpoint that takes signups which are ready, and answers others with everything that is to be done."""

from typing import Annotated, Any

import merchant_signup
from fastapi import Depends, FastAPI, Header, Request
from fastapi.responses import JSONResponse

app = FastAPI()


async def ready_signup(request: Request, accept_language: Annotated[str, Header()] = "en") -> dict[str, Any]:
    """The body as it was sent, so that a key which stands in it twice is told too."""
    return merchant_signup.parse(await request.body(), locale=accept_language.split(",")[0])


@app.exception_handler(merchant_signup.NotReady)
async def not_ready(_: Request, error: merchant_signup.NotReady) -> JSONResponse:
    problem = {"title": "The signup is not ready", "status": 422, "errors": error.report.to_dict()["issues"]}
    return JSONResponse(problem, status_code=422, media_type="application/problem+json")


@app.post("/signups", status_code=201)
def take(signup: Annotated[dict[str, Any], Depends(ready_signup)]) -> dict[str, int]:
    return {"owners": len(signup["signup"]["ownership"].get("owners") or [])}
