"""Tokens, as a published library makes and reads them, and functions that authenticate."""

from __future__ import annotations

import secrets
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import jwt
import pytest

from conftest import PLACEMENTS
from support import Answer, App, Client

# Name, number, and how openssl makes the key.
ALGORITHMS = [
    ("HS256", 1, ""),
    ("HS384", 2, ""),
    ("HS512", 3, ""),
    ("RS256", 4, "RSA -pkeyopt rsa_keygen_bits:2048"),
    ("RS384", 5, "RSA -pkeyopt rsa_keygen_bits:3072"),
    ("RS512", 6, "RSA -pkeyopt rsa_keygen_bits:2048"),
    ("ES256", 7, "EC -pkeyopt ec_paramgen_curve:P-256"),
    ("ES384", 8, "EC -pkeyopt ec_paramgen_curve:P-384"),
    ("ES512", 9, "EC -pkeyopt ec_paramgen_curve:P-521"),
]
CLAIMS = {"adm": True, "id": 7, "name": 'x "é"'}


def _keys(folder: Path, kind: str) -> tuple[Path, Path]:
    private, public = folder / "private", folder / "public"
    if not kind:
        private.write_bytes(secrets.token_bytes(64))
        return private, private
    command = ["openssl", "genpkey", "-algorithm", *kind.split(), "-out", str(private)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    command = ["openssl", "pkey", "-in", str(private), "-pubout", "-out", str(public)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return private, public


def _ask(app: App, path: str, token: str = "", **headers: str) -> Answer:
    with Client(app.port) as client:
        if token:
            headers["Authorization"] = f"Bearer {token}"
        client.request("GET", path, headers=headers)
        return Answer(client.getresponse())


@pytest.mark.parametrize(("name", "number", "kind"), ALGORITHMS)
def test_a_published_library_agrees(
    start: Callable[..., App], tmp_path: Path, name: str, number: int, kind: str
) -> None:
    private, public = _keys(tmp_path, kind)
    app = start("guarded.py", PLACEMENTS[number % 3], str(number), private, public)
    answer = _ask(app, "/token")
    assert answer.status == 200 and list(answer.json) == ["token"]
    scheme, ours = answer.json["token"].split(" ")
    assert scheme == "Bearer" and jwt.get_unverified_header(ours) == {"alg": name, "typ": "JWT"}
    assert jwt.decode(ours, public.read_bytes(), algorithms=[name]) == CLAIMS
    now = int(time.time())
    theirs = jwt.encode({**CLAIMS, "exp": now + 1000, "nbf": now - 10}, private.read_bytes(), name)
    for token, claims in ((ours, CLAIMS), (theirs, {**CLAIMS, "exp": now + 1000, "nbf": now - 10})):
        answer = _ask(app, "/claims", token)
        assert (answer.status, answer.json) == (200, claims)
    late = jwt.encode({"exp": now - 1}, private.read_bytes(), name)
    answer = _ask(app, "/claims", late)
    assert answer.status == 401 and "has expired" in str(answer.headers["WWW-Authenticate"])
    assert answer.json == {"error": "Failed to authenticate!"}
    assert _ask(app, "/claims", jwt.encode({}, None, "none")).status == 401
    assert _ask(app, "/claims", jwt.encode({}, b"k" * 64, "HS256")).status == 401
    assert _ask(app, "/claims").headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("placement", PLACEMENTS)
def test_functions_that_decide(start: Callable[..., App], tmp_path: Path, placement: str) -> None:
    private, _ = _keys(tmp_path, "")
    app = start("guarded.py", placement, "1", private, "")
    key = private.read_bytes()
    assert _ask(app, "/length", jwt.encode({"a": 1}, key)).json == {"length": 8}
    assert _ask(app, "/length", jwt.encode({"a": "refuse"}, key)).status == 401
    assert _ask(app, "/length", jwt.encode({"a": "raise"}, key)).status == 401
    assert "broken on purpose" in app.errors()
    answer = _ask(app, "/custom")
    assert answer.status == 401 and answer.headers["WWW-Authenticate"] == "Custom"
    assert _ask(app, "/custom", **{"X-Key": "shut"}).status == 401
    assert _ask(app, "/custom", **{"X-Key": "raise"}).status == 500
    assert _ask(app, "/custom", **{"X-Key": "text"}).status == 500, "what is no number accepts nothing"
    for value in ("digits", "half", "wide"):
        assert _ask(app, "/custom", **{"X-Key": value}).status == 401, "nothing but 0 accepts"
    with Client(app.port) as client:
        for _ in range(2):
            client.request("GET", "/custom", headers={"X-Key": "open"})
            answer = Answer(client.getresponse())
            assert answer.status == 200 and answer.json["data"] == 5
    # One for each refused request but the one that raised before it, and for the first of the two.
    assert answer.json["deleted"] == [5] * 7


def test_a_key_that_is_missing_fails_the_start(python: str, tmp_path: Path) -> None:
    program = Path(__file__).parent / "programs" / "guarded.py"
    command = [python, str(program), "own", "4", str(tmp_path / "private"), ""]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode != 0 and f"the key file {tmp_path / 'private'} for RS256 cannot be read" in done.stderr
