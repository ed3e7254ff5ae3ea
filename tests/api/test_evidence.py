"""Keys, checkpoints, proofs and hash tiles over HTTP: checkable by who trusts nobody."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.application import create_application
from api.service import Service
from application.evidence import open_evidence_of, signing_keys
from domain.access.roles import Action
from ledger.evidence.encoding import base64_bytes
from ledger.evidence.hashing import SHA_256
from ledger.evidence.proofs import verify_consistency
from ledger.tree import leaf_hash
from tests.api.conftest import LOOPBACK, RECORDS
from tests.api.telling import problem

PASSPHRASE = "long enough"
API = "/api/v1"


@pytest.fixture(scope="module")
def public(service: Service) -> Iterator[TestClient]:
    """Somebody who has no login, where a checkpoint was published."""
    signing_keys(service.settings).add("ed25519", PASSPHRASE, 0, cost=2)
    with open_evidence_of(service.settings, service.dsn) as evidence:
        evidence.checkpoint(PASSPHRASE, lambda _: None)
    with TestClient(create_application(service), base_url=LOOPBACK) as client:
        yield client


def test_keys_and_checkpoints_are_public(public: TestClient) -> None:
    (key,) = public.get(f"{API}/keys").json()["keys"]
    assert key["retired"] is None
    (checkpoint,) = public.get(f"{API}/checkpoints").json()["checkpoints"]
    assert checkpoint["size"] == RECORDS
    assert checkpoint["note"] == public.get(f"{API}/checkpoint").text


def test_a_proof_slip_leads_to_the_checkpoint_and_shows_no_record(public: TestClient) -> None:
    slip = public.get(f"{API}/proofs/8").text
    assert slip.splitlines()[1] == "index 7"
    assert slip.endswith(public.get(f"{API}/checkpoint").text)
    problem(public.get(f"{API}/proofs/{RECORDS + 1}"), 404, "no-such-position")
    problem(public.get(f"{API}/records/8"), 404, "no-such-position")


def test_the_log_has_only_grown(public: TestClient) -> None:
    told = public.get(f"{API}/consistency", params={"size_from": 3, "size_to": RECORDS}).json()
    proof = [base64_bytes(each, "proof") for each in told["proof"]]
    roots = (base64_bytes(told["root_from"], "root"), base64_bytes(told["root_to"], "root"))
    verify_consistency(3, RECORDS, proof, *roots)
    backwards = public.get(f"{API}/consistency", params={"size_from": 5, "size_to": 3})
    problem(backwards, 422, "invalid-proof")
    beyond = public.get(f"{API}/consistency", params={"size_from": 1, "size_to": RECORDS + 1})
    problem(beyond, 404, "no-checkpoint")


def test_a_tile_has_the_leaf_hashes(public: TestClient, service: Service) -> None:
    tile = public.get(f"{API}/tile/0/000.p/{RECORDS}")
    assert tile.headers["cache-control"].endswith("immutable")
    leaves = [leaf_hash(service.log.at(at + 1).event.data) for at in range(RECORDS)]
    assert tile.content == b"".join(leaves)
    assert SHA_256.leaf(service.log.at(1).event.data) == leaves[0]


@pytest.mark.parametrize(
    "path", [f"0/000.p/{RECORDS + 1}", "0/000", "1/000.p/1", "0/x000/000.p/1", "0/000.p/0"]
)
def test_no_other_tile_is_there(public: TestClient, path: str) -> None:
    problem(public.get(f"{API}/tile/{path}"), 404, "no-checkpoint")


def test_whole_records_are_no_tiles(public: TestClient) -> None:
    assert public.get(f"{API}/tile/entries/000.p/{RECORDS}").status_code == 422


def test_a_token_that_may_not_prove_is_denied(public: TestClient, service: Service) -> None:
    token = service.tokens.issue("inspector", [Action.READ], 1).secret
    headers = {"Authorization": f"Bearer {token}"}
    for path in ("keys", "checkpoints", "proofs/1", f"tile/0/000.p/{RECORDS}"):
        problem(public.get(f"{API}/{path}", headers=headers), 403, "denied")
