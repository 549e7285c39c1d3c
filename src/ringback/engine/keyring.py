"""The ring of keys under which single fields are kept unreadable in the database.

The newest key writes, every key reads: a key is changed by putting a new one before it. Source of
the construction: AES-GCM, NIST SP 800-38D, with a random nonce of 96 bits for each text.
"""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ringback.engine.trouble import EngineTrouble

if TYPE_CHECKING:
    from collections.abc import Sequence

NONCE = 12
"""Bytes of the nonce."""


@dataclass(frozen=True)
class Key:
    """One key, made of any secret text, and the name under which what it wrote is found."""

    name: str
    cipher: AESGCM

    @classmethod
    def of(cls, secret: str) -> Key:
        """The key that a secret makes; its name tells nothing of it."""
        made = sha256(b"ringback field key\0" + secret.encode()).digest()
        return cls(sha256(b"ringback key name\0" + made).hexdigest()[:8], AESGCM(made))


class Keyring:
    """Writes with the first key and reads with any. Raises EngineTrouble without one."""

    def __init__(self, given: Sequence[str]) -> None:
        if not given or not all(given):
            raise EngineTrouble("There is no key for what is kept unreadable in the database.")
        self._keys = {key.name: key for key in map(Key.of, given)}
        self._newest = Key.of(given[0])

    def hide(self, text: str, about: str) -> str:
        """The text as it is kept. `about` says what it is of: elsewhere it cannot be read."""
        hidden = urlsafe_b64encode(self._hidden(text.encode(), about)).decode()
        return f"{self._newest.name}.{hidden}"

    def hide_bytes(self, content: bytes, about: str) -> bytes:
        """The same for what is no text, without the third that letters take more."""
        return self._newest.name.encode() + b"." + self._hidden(content, about)

    def _hidden(self, content: bytes, about: str) -> bytes:
        nonce = secrets.token_bytes(NONCE)
        return nonce + self._newest.cipher.encrypt(nonce, content, about.encode())

    def show(self, kept: str, about: str) -> str:
        """The text again. Raises EngineTrouble where the key is gone or the text was changed."""
        name, _, rest = kept.partition(".")
        try:
            raw = urlsafe_b64decode(rest)
        except ValueError:
            raw = b""  # which no key opens
        return self._shown(name, raw, about).decode()

    def show_bytes(self, kept: bytes, about: str) -> bytes:
        """The same for what is no text. Raises EngineTrouble as well."""
        name, _, raw = kept.partition(b".")
        return self._shown(name.decode("ascii", "replace"), raw, about)

    def _shown(self, name: str, raw: bytes, about: str) -> bytes:
        key = self._keys.get(name)
        if key is None:
            raise EngineTrouble(f"What is kept under key {name!r} cannot be read: it is not here.")
        try:
            return key.cipher.decrypt(raw[:NONCE], raw[NONCE:], about.encode())
        except (InvalidTag, ValueError) as error:
            raise EngineTrouble("What is kept unreadable was changed, and is not shown.") from error
