"""The harmless twin of an OpenID provider: it knows whom it is told to know, and lies when told to.

It speaks discovery, the question (code, PKCE, nonce), the exchange of the code, its public keys and
the further particulars. Every way of lying is one field of `Provider.lie`.
"""

from __future__ import annotations

import json
import secrets
import threading
import time
from base64 import urlsafe_b64encode
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

if TYPE_CHECKING:
    from collections.abc import Iterator

CLIENT, SECRET = "ringback", "a secret of the tests"
OWN = rsa.generate_private_key(public_exponent=65537, key_size=2048)
STRANGERS = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Provider:
    """One running provider: who is at its door, what it was asked, and how it lies."""

    url: str
    told: dict[str, Any] = field(default_factory=dict)
    particulars: dict[str, Any] = field(default_factory=dict)
    lie: dict[str, Any] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)

    def knows(self, email: str, *, verified: bool | None = True, subject: str = "") -> None:
        """Whoever comes to its door next."""
        self.told = {"sub": subject or sha256(email.encode()).hexdigest(), "email": email}
        self.told |= {} if verified is None else {"email_verified": verified}

    def environment(self) -> dict[str, str]:
        """The settings with which an installation uses it."""
        return {
            "RINGBACK_OIDC_URL": self.url,
            "RINGBACK_OIDC_CLIENT_ID": CLIENT,
            "RINGBACK_OIDC_SECRET": SECRET,
            "RINGBACK_OIDC_NAME": "Cedar accounts",
        }

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.lie.get("issuer", self.url),
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/keys",
            "response_types_supported": ["code"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        }

    def keys(self) -> dict[str, Any]:
        one = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(OWN.public_key()))
        return {"keys": [{**one, "kid": "one", "alg": "RS256", "use": "sig"}]}

    def authorize(self, asked: dict[str, str]) -> str:
        """Whoever is at the door says yes: the way back, with a code that is good once."""
        self.asked.append(asked)
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def exchange(self, given: dict[str, str], basic: str) -> dict[str, Any] | None:
        """The proof for a code; None where code, client or verifier are wrong."""
        asked = self.codes.pop(given.get("code", ""), None)
        if self.lie.get("takes_codes_again") and asked:
            self.codes[given["code"]] = asked
        proof = sha256(given.get("code_verifier", "").encode()).digest()
        challenge = urlsafe_b64encode(proof).rstrip(b"=").decode()
        wrong = [
            name
            for name, is_wrong in {
                "code": asked is None,
                "client": not basic.startswith("Basic "),
                "verifier": asked is not None and asked.get("code_challenge") != challenge,
                "way back": asked is not None and asked["redirect_uri"] != given["redirect_uri"],
            }.items()
            if is_wrong
        ]
        self.refused += wrong
        if wrong or asked is None:
            return None
        return {"access_token": "access", "token_type": "Bearer", "id_token": self.proof(asked)}

    def proof(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        told = {
            "iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300,
            "nonce": asked.get("nonce", ""), "jti": secrets.token_hex(8), **self.told,
            **self.lie.get("claims", {}),
        }  # fmt: skip
        told = {name: value for name, value in told.items() if value is not None}
        if "token" in self.lie:
            return str(self.lie["token"])
        key, how = self.lie.get("signed", (OWN, "RS256"))
        return jwt.encode(told, key, algorithm=how, headers={"kid": self.lie.get("kid", "one")})


class _Door(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if self.provider.lie.get("away"):
            return self.answer(503, {})
        if parts.path == "/authorize":
            asked = {name: each[0] for name, each in parse_qs(parts.query).items()}
            self.send_response(302)
            self.send_header("Location", self.provider.authorize(asked))
            self.send_header("Content-Length", "0")
            self.end_headers()
            return None
        pages = {
            "/.well-known/openid-configuration": self.provider.discovery,
            "/keys": self.provider.keys,
            "/userinfo": lambda: self.provider.particulars,
        }
        return self.answer(200, pages[parts.path]())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        given = {name: each[0] for name, each in parse_qs(body).items()}
        found = self.provider.exchange(given, self.headers.get("Authorization", ""))
        self.answer(200 if found else 400, found or {"error": "invalid_grant"})

    def answer(self, status: int, told: dict[str, Any]) -> None:
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_said: Any) -> None:
        """Say nothing."""


@contextmanager
def a_provider() -> Iterator[Provider]:
    """A provider on this machine, for as long as it is needed."""
    door = type("Door", (_Door,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), door)
    server.daemon_threads = True
    door.provider = Provider(url=f"http://127.0.0.1:{server.server_port}")  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield door.provider  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
