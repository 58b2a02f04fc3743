"""A provider of OpenID Connect for the tests, run as a process: `python oidc_server.py PORT`.

It is oidc-provider-mock, which asks for no password, and three things that it leaves out: it holds the client to PKCE,
says when somebody signed in, and lies for the subjects named in `LIES`.
"""

import base64
import hashlib
import io
import sys
import time
from typing import Any
from urllib.parse import parse_qs
from wsgiref.simple_server import WSGIRequestHandler, make_server

import oidc_provider_mock
from authlib.jose import JsonWebKey
from oidc_provider_mock._app import OpenIDCode
from oidc_provider_mock._storage import AuthorizationCode

LIES = {"another-nonce", "signed-in-long-ago", "over", "other-key", "for-another"}
_config, _encode = OpenIDCode.get_jwt_config, OpenIDCode.encode_id_token
_told = {"user": ""}
"""Whose token is being made; the server does one thing at a time."""


def _nonce(code: AuthorizationCode) -> str | None:
    return "another" if code.user_id == "another-nonce" else code.nonce


def _auth_time(code: AuthorizationCode) -> int:
    return int(time.time()) - (3600 if code.user_id == "signed-in-long-ago" else 0)


def _jwt_config(self: OpenIDCode, grant: Any, client: Any = None) -> dict[str, Any]:
    config = _config(self, grant, client)
    if _told["user"] == "over":
        config["exp"] = -600
    if _told["user"] == "other-key":
        config["key"] = JsonWebKey.generate_key("RSA", 2048, is_private=True).as_dict(is_private=True)
    return config


def _encoded(self: OpenIDCode, token: Any, request: Any) -> Any:
    _told["user"] = request.user.sub
    return _encode(self, token, request)


def _audiences(self: OpenIDCode, request: Any) -> list[str]:
    return ["another-client"] if _told["user"] == "for-another" else [request.client.get_client_id()]


AuthorizationCode.get_nonce = _nonce  # type: ignore[method-assign]
AuthorizationCode.get_auth_time = _auth_time  # type: ignore[method-assign]
OpenIDCode.get_jwt_config = _jwt_config  # type: ignore[method-assign]
OpenIDCode.encode_id_token = _encoded  # type: ignore[method-assign]
OpenIDCode.get_audiences = _audiences  # type: ignore[method-assign]


class HeldToPkce:
    """Refuses a code whose verifier does not fit the challenge that was sent before."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.challenges: set[str] = set()

    def __call__(self, environ: dict[str, Any], start: Any) -> Any:
        asked = parse_qs(environ.get("QUERY_STRING", ""))
        if asked.get("code_challenge_method") == ["S256"]:
            self.challenges.add(asked["code_challenge"][0])
        if environ["PATH_INFO"] == "/oauth2/token":
            body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            environ["wsgi.input"] = io.BytesIO(body)
            verifier = parse_qs(body.decode()).get("code_verifier", [""])[0]
            digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
            if digest not in self.challenges:
                start("400 Bad Request", [("Content-Type", "application/json")])
                return [b'{"error": "invalid_grant", "error_description": "code_verifier"}']
        return self.app(environ, start)


class Quiet(WSGIRequestHandler):
    """Writes no line for each request."""

    def log_message(self, *_: Any) -> None:
        pass


if __name__ == "__main__":
    port = int(sys.argv[1])
    app = oidc_provider_mock.app(require_nonce=True)
    app.debug = False
    make_server("127.0.0.1", port, HeldToPkce(app.wsgi_app), handler_class=Quiet).serve_forever()
