"""The witness as a state machine: it never cosigns two histories, however logs, crashes and stale
requests are mixed."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from ledger.evidence.checkpoints import parse_checkpoint
from ledger.evidence.witness.judge import Alarm, Witness
from ledger.evidence.witness.memory import Memory
from ledger.evidence.witness.wire import parse_add_checkpoint
from tests.ledger.evidence.keys import LOG, NOW, WITNESSES
from tests.ledger.evidence.logs import LogInMemory

TRUE = LogInMemory.of(40)
LOGS = [TRUE, TRUE.rewritten(0), TRUE.rewritten(7), TRUE.rewritten(20)]
sizes = st.integers(0, 40)


class WitnessMachine(RuleBasedStateMachine):
    @initialize()
    def start(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.alarms: list[Alarm] = []
        self.cosigned: list[tuple[int, bytes]] = []
        self.memory = Memory(Path(self.folder.name))
        self.memory.watch(LOG.verifier.vkey)
        self.restart()

    @rule()
    def restart(self) -> None:
        self.memory.close()
        self.memory = Memory(Path(self.folder.name))
        self.witness = Witness(self.memory, WITNESSES[:1], lambda: NOW, self.alarms.append)

    @rule(log=st.sampled_from(LOGS), size_from=sizes, size_to=sizes)
    def ask(self, log: LogInMemory, size_from: int, size_to: int) -> None:
        self._ask(log.request(size_from, size_to))

    @rule(log=st.sampled_from(LOGS), growth=st.integers(0, 10))
    def ask_with_the_right_old_size(self, log: LogInMemory, growth: int) -> None:
        size = self.cosigned[-1][0] if self.cosigned else 0
        self._ask(log.request(size, min(40, size + growth)))

    def _ask(self, body: bytes) -> None:
        answer = self.witness.add_checkpoint(body)
        checkpoint = parse_checkpoint(parse_add_checkpoint(body).note)
        if answer.status == 200:
            self.cosigned.append((checkpoint.size, checkpoint.root))
        elif answer.status == 422:
            assert self.alarms

    @invariant()
    def all_that_was_cosigned_is_one_growing_history(self) -> None:
        found = getattr(self, "cosigned", [])
        assert [size for size, _ in found] == sorted(size for size, _ in found)
        told = [log for log in LOGS if all(log.tree(size).root() == root for size, root in found)]
        assert told, "no single log explains what was cosigned"

    def teardown(self) -> None:
        if hasattr(self, "memory"):
            self.memory.close()
            self.folder.cleanup()


TestWitnessMachine = WitnessMachine.TestCase
TestWitnessMachine.settings = settings(max_examples=25, stateful_step_count=15, deadline=None)
