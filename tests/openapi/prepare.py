"""Makes what schemathesis needs before it begins: a pending connection, links, and sessions with their cookies.

`prepare.py URL ACCOUNT=TOKEN …` prints them as a JSON object of environment variables, which `schemathesis.toml` names. Each
operation that uses something up has one of its own: whoever signs out ends their own session, and nobody else's.
"""

import json
import sys
import urllib.request
from pathlib import Path

READY = Path(__file__).parent.parent / "examples" / "ready.json"


class Stay(urllib.request.HTTPRedirectHandler):
    """Keeps a redirect's own answer: its cookie is what is wanted."""

    def redirect_request(self, *_):
        return None


# No proxy is used, even where the environment names one.
WEB = urllib.request.build_opener(urllib.request.ProxyHandler({}), Stay)


def ask(method, url, body=None, headers=()):
    headers = {"Content-Type": "application/json", **dict(headers)}
    data = None if body is None else json.dumps(body).encode()
    try:
        return WEB.open(urllib.request.Request(url, data, headers, method=method))
    except urllib.error.HTTPError as answer:
        if answer.code == 303:
            return answer
        raise


class Platform:
    """A platform's backend, with the token of one account."""

    def __init__(self, server, account, token):
        self.server, self.account = server, account
        self.headers = {"Authorization": f"Bearer {token}"}

    def link(self):
        url = f"{self.server}/v1/accounts/{self.account}/signup-sessions"
        return json.load(ask("POST", url, {"locale": "en"}, self.headers))

    def session(self):
        """The cookie and the CSRF token of a browser that has opened a link."""
        cookie = ask("POST", self.link()["url"]).headers["Set-Cookie"].split(";")[0]
        session = json.load(ask("GET", f"{self.server}/v1/session", headers={"Cookie": cookie}))
        return cookie.split("=", 1)[1], session["csrf"]

    def sign_up(self):
        url = f"{self.server}/v1/accounts/{self.account}/management/settings/connections/bambora"
        ask("POST", url, json.loads(READY.read_text()), self.headers)


def main(server, *tokens):
    platforms = [Platform(server, *token.split("=", 1)) for token in tokens]
    signing_up, pending, drafting, submitting = platforms
    pending.sign_up()
    variables = {
        "SIGNUP_SESSION": signing_up.link()["id"],
        "LINK_TO_SHOW": signing_up.link()["url"].rsplit("/", 1)[1],
        "LINK_TO_OPEN": signing_up.link()["url"].rsplit("/", 1)[1],
    }
    sessions = {"READING": drafting, "SAVING": drafting, "SIGNING_OUT": drafting, "SUBMITTING": submitting}
    for name, platform in sessions.items():
        variables[f"{name}_COOKIE"], variables[f"{name}_CSRF"] = platform.session()
    print(json.dumps(variables))


if __name__ == "__main__":
    main(*sys.argv[1:])
