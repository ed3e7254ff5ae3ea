"""A real OpenID provider (npm `oidc-provider`) for tests, and a browser's part of a login at it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from urllib.parse import urljoin

import pytest
import requests

SOURCE = Path(__file__).parent / "provider"
FILES = ("package.json", "package-lock.json", "provider.mjs")
REDIRECT = "http://127.0.0.1/api/v1/session/provider/return"
CLIENT, SECRET = "qingce", "a secret of the client, long enough for HS256"
STEPS_MAX = 12


@contextmanager
def provider() -> Iterator[str]:
    """A running provider; yields its issuer."""
    folder = _installed()
    arguments = ["node", "provider.mjs", REDIRECT, CLIENT, SECRET]
    with subprocess.Popen(
        arguments, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            assert process.stdout is not None
            issuer = process.stdout.readline().strip()
            assert issuer, "the provider did not start"
            yield issuer
        finally:
            process.kill()


def log_in(url: str, official: str) -> str:
    """Log in as a browser does, following each page; returns where the browser comes back to."""
    with requests.Session() as browser:
        answer = browser.get(url, allow_redirects=False, timeout=30)
        for _ in range(STEPS_MAX):
            if answer.is_redirect:
                place = urljoin(answer.url, answer.headers["Location"])
                if place.startswith(REDIRECT):
                    return place
                answer = browser.get(place, allow_redirects=False, timeout=30)
                continue
            (action,) = re.findall(r'<form[^>]*action="([^"]+)"', answer.text)
            fields = dict(re.findall(r'name="(prompt)" value="([^"]+)"', answer.text))
            answer = browser.post(
                urljoin(answer.url, action),
                {**fields, "login": official, "password": "any"},
                allow_redirects=False,
                timeout=30,
            )
    raise AssertionError(f"the login does not end: {answer.status_code} {answer.text[:500]}")


def _installed() -> Path:
    """The provider's folder in the cache, with its packages as the lock file says."""
    if shutil.which("npm") is None:
        pytest.skip("needs Node.js with npm, for the OpenID provider")
    texts = {name: (SOURCE / name).read_bytes() for name in FILES}
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "qingce" / "provider"
    folder = cache / sha256(b"".join(texts.values())).hexdigest()[:12]
    if not folder.is_dir():
        making = folder.with_name(f"{folder.name}.{os.getpid()}")
        making.mkdir(parents=True)
        for name, text in texts.items():
            (making / name).write_bytes(text)
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run(command, cwd=making, check=True, capture_output=True, timeout=300)
        making.rename(folder)
    return folder
