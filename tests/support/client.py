"""The three doors for programs, as a real client uses them, with typed errors."""

import itertools
import json
import secrets

import psycopg2
import requests
from passlib.context import CryptContext

_NUMBERS = itertools.count(1)
_HASH = CryptContext(["pbkdf2_sha512"], pbkdf2_sha512__rounds=6000)


class OdooError(AssertionError):
    """What the server answered instead of a result.

    ``kind`` is the last word of the exception's class (``AccessError``, ``UserError``),
    ``name`` its full name, ``status`` the HTTP status, ``message`` the user's text.
    """

    def __init__(self, name: str, status: int, message: str, debug: str = ""):
        super().__init__(f"{name} (HTTP {status}): {message}")
        self.name, self.status, self.message, self.debug = name, status, message, debug

    @property
    def kind(self) -> str:
        return self.name.rpartition(".")[2]


class Client:
    """One user: ``call`` as the web client, ``execute`` as /jsonrpc, ``json2``."""

    def __init__(
        self, url: str, database: str, login: str, password: str | None = None
    ):
        self.url, self.database, self.login = url, database, login
        self.password = login if password is None else password
        self.http = requests.Session()
        self.http.trust_env = False
        self.uid: int | None = None
        self.key: str | None = None

    # The web client's way, with a session

    def sign_in(self) -> "Client":
        answer = self._post(
            "/web/session/authenticate",
            {"db": self.database, "login": self.login, "password": self.password},
        )
        self.uid = answer["uid"]
        return self

    def call(self, model: str, method: str, /, *args, **kwargs):
        """``call("res.partner", "read", [1], ["name"])``"""
        params = {
            "model": model,
            "method": method,
            "args": list(args),
            "kwargs": kwargs,
        }
        return self._post(f"/web/dataset/call_kw/{model}/{method}", params)

    def route(self, path: str, **params):
        """Any JSON-RPC route of a controller."""
        return self._post(path, params)

    def get(self, path: str, **kwargs) -> requests.Response:
        return self.http.get(self.url + path, timeout=120, **kwargs)

    def post(self, path: str, data: dict | None = None, **kwargs) -> requests.Response:
        """A form, with the token a page would hold."""
        token = {"csrf_token": self.csrf_token()}
        return self.http.post(
            self.url + path, {**token, **(data or {})}, timeout=120, **kwargs
        )

    def csrf_token(self) -> str:
        page = self.get(
            "/web/login", params={"redirect": "/web"}, allow_redirects=True
        ).text
        for mark in ('csrf_token: "', 'name="csrf_token" value="'):
            if mark in page:
                return page.split(mark)[1].split('"')[0]
        raise AssertionError("no page of this session shows a token")

    # The old way for programs

    def execute(self, model: str, method: str, /, *args, **kwargs):
        """/jsonrpc with login and password (or key) in every call."""
        if self.uid is None:
            self.uid = self._jsonrpc(
                "common", "login", self.database, self.login, self.password
            )
        who = (self.database, self.uid, self.key or self.password)
        return self._jsonrpc(
            "object", "execute_kw", *who, model, method, list(args), kwargs
        )

    def _jsonrpc(self, service: str, method: str, *args):
        return self._post(
            "/jsonrpc", {"service": service, "method": method, "args": args}
        )

    # The new way for programs

    def json2(
        self, model: str, method: str, /, ids: list[int] | None = None, **arguments
    ):
        """/json/2 with an API key; arguments go by name."""
        body = {**arguments, **({"ids": ids} if ids else {})}
        headers = {
            "Authorization": f"bearer {self.key}",
            "X-Odoo-Database": self.database,
        }
        answer = requests.post(
            f"{self.url}/json/2/{model}/{method}",
            data=json.dumps(body),
            headers={**headers, "Content-Type": "application/json"},
            timeout=120,
        )
        if answer.ok:
            return answer.json()
        try:
            error = answer.json()
        except ValueError:
            raise OdooError("", answer.status_code, answer.text[:500]) from None
        raise OdooError(
            error["name"], answer.status_code, error["message"], error["debug"]
        )

    def make_key(self, connection: "psycopg2.extensions.connection") -> "Client":
        """An API key for this user, put where Odoo looks for it."""
        self.key = secrets.token_hex(20)
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO res_users_apikeys (name, user_id, scope, key, index)"
                " SELECT 'test', id, 'rpc', %s, %s FROM res_users WHERE login = %s",
                (_HASH.hash(self.key), self.key[:8], self.login),
            )
            assert cursor.rowcount == 1, f"no user {self.login}"
        return self

    def _post(self, path: str, params: dict):
        body = {
            "jsonrpc": "2.0",
            "id": next(_NUMBERS),
            "method": "call",
            "params": params,
        }
        # Not requests' own JSON: that one refuses NaN, which an enemy sends.
        answer = self.http.post(
            self.url + path,
            data=json.dumps(body),
            headers={"Content-Type": "application/json"},
            timeout=300,
        )
        try:
            reply = answer.json()
        except ValueError:
            raise OdooError("", answer.status_code, answer.text[:500]) from None
        if "error" in reply:
            error = reply["error"]
            data = error.get("data", {})
            raise OdooError(
                data.get("name", ""),
                answer.status_code,
                data.get("message") or error.get("message", ""),
                data.get("debug", ""),
            )
        return reply.get("result")
