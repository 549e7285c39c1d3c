"""The key that signs how far the record goes: made once, kept closed, its public half beside it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from ringback.engine.trouble import EngineTrouble

if TYPE_CHECKING:
    from pathlib import Path

    from ringback.engine.home import Home

PRIVATE: Final = "ledger.key"
PUBLIC: Final = "ledger.pub"
KEY_BYTES: Final = 32


@dataclass(frozen=True, kw_only=True)
class Key:
    """The private key of this home."""

    private: Ed25519PrivateKey

    @property
    def public(self) -> bytes:
        """What others check its signatures with."""
        return self.private.public_key().public_bytes_raw()

    def sign(self, data: bytes) -> bytes:
        """An ed25519 signature over these bytes."""
        return self.private.sign(data)


def own(home: Home) -> Key:
    """The key of this home, made on first use; its public half is added to the file of those.

    Raises EngineTrouble where the private file can be read by others or is no key.
    """
    text = home.secret(PRIVATE, lambda: secrets.token_hex(KEY_BYTES))
    try:
        key = Key(private=Ed25519PrivateKey.from_private_bytes(bytes.fromhex(text)))
    except ValueError:
        raise EngineTrouble(f"The file {home.path / PRIVATE} holds no key.") from None
    path = home.path / PUBLIC
    if not path.exists() or key.public not in trusted(path):
        with path.open("a", encoding="ascii") as file:
            file.write(key.public.hex() + "\n")
    return key


def trusted(path: Path) -> tuple[bytes, ...]:
    """The public keys in a file, one a line. Raises EngineTrouble where it is no such file."""
    try:
        lines = path.read_text(encoding="ascii").split()
        found = tuple(bytes.fromhex(line) for line in lines)
    except OSError as trouble:
        raise EngineTrouble(f"The file {path} cannot be read ({trouble.strerror}).") from None
    except ValueError:
        found = ()
    if not found or any(len(each) != KEY_BYTES for each in found):
        raise EngineTrouble(f"The file {path} holds no public keys, one a line.")
    return found


def genuine(key: bytes, signature: bytes, data: bytes) -> bool:
    """Whether the holder of this key's private half signed these bytes."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True
