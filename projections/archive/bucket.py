"""A bucket that speaks S3, through obstore (extra `[s3]`).

Address and rights come from the environment, under the names S3 clients share:
`AWS_ENDPOINT_URL`, `AWS_REGION`, `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`;
`AWS_ALLOW_HTTP=true` for one without TLS.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from projections.archive.errors import MissingFileError, StoreError

P = ParamSpec("P")
R = TypeVar("R")


def _telling(function: Callable[P, R]) -> Callable[P, R]:
    """What the bucket refuses, as an error of ours."""

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            from obstore.exceptions import BaseError
        except ImportError:
            raise StoreError(
                "A bucket needs the extra [s3], which is not installed.",
                "pip install 'qingce[s3]'",
            ) from None
        try:
            return function(*args, **kwargs)
        except FileNotFoundError:
            raise MissingFileError(f"{args[1]} is missing from {args[0]}.") from None
        except (BaseError, PermissionError) as error:
            said = " ".join(str(error).split())[:300]
            raise StoreError(
                f"The bucket cannot be used: {said}",
                "Check AWS_ENDPOINT_URL, AWS_REGION and the access key; the archive is as it was.",
            ) from None

    return call


class Bucket:
    """A bucket, or what lies under a prefix of it."""

    def __init__(self, address: str) -> None:
        """Use `s3://BUCKET[/PREFIX]`.

        Raises:
            StoreError: the extra is not there, or the address or settings cannot be used.
        """
        self.address = address
        self._store = self._open(address)

    def __str__(self) -> str:
        return self.address

    @staticmethod
    @_telling
    def _open(address: str) -> Any:
        from obstore.store import S3Store

        return S3Store.from_url(address)

    @_telling
    def read(self, path: str) -> bytes:
        """As in `Store`."""
        return self._store.get(path).bytes().to_bytes()  # type: ignore[no-any-return]

    @_telling
    def write(self, path: str, data: bytes) -> None:
        """As in `Store`."""
        self._store.put(path, data)

    @_telling
    def remove(self, path: str) -> None:
        """As in `Store`."""
        try:
            self._store.delete(path)
        except FileNotFoundError:
            return

    @_telling
    def folders(self) -> list[str]:
        """As in `Store`."""
        return sorted(self._store.list_with_delimiter()["common_prefixes"])
