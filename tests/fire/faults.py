"""Faults: what is done to the server, the workers and the network between them.

Each strikes and heals within about a second, and leaves everything able to work again. The random
numbers decide whom, when and how; they come from the seed.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from random import Random

from tests.fire.proxy import Proxy, after_share, deliver_late
from tests.fire.server import FireServer
from tests.fire.workers import WorkerProcess

SETTLE_SECONDS = 0.2
DISK_LEFT_BYTES_MAX = 600_000
DISK_FULL_SECONDS = 0.8


@dataclass(frozen=True)
class Scene:
    """What can be struck."""

    server: FireServer
    database: str
    proxy: Proxy
    workers: list[WorkerProcess]


Fault = Callable[[Scene, Random], None]


def calm(scene: Scene, random: Random) -> None:
    """Nothing: processes race on the same conditions."""
    time.sleep(random.uniform(0.3, 0.8))


def kill_one_writer(scene: Scene, random: Random) -> None:
    """Kill -9 of one worker in the middle of its commits."""
    worker = random.choice(scene.workers)
    time.sleep(random.uniform(0.1, 0.6))
    worker.kill()
    worker.start()


def kill_all_writers(scene: Scene, random: Random) -> None:
    """Kill -9 of all workers."""
    time.sleep(random.uniform(0.2, 0.6))
    for worker in scene.workers:
        worker.kill()
        worker.start()


def pause_one_writer(scene: Scene, random: Random) -> None:
    """SIGSTOP of a worker, which may hold the head, then SIGCONT."""
    worker = random.choice(scene.workers)
    for _ in range(3):
        time.sleep(random.uniform(0.05, 0.2))
        worker.signal(signal.SIGSTOP)
        time.sleep(random.uniform(0.05, 0.4))
        worker.signal(signal.SIGCONT)


def kill_a_backend(scene: Scene, random: Random) -> None:
    """Kill -9 of one backend: PostgreSQL ends all others and recovers by itself."""
    time.sleep(random.uniform(0.1, 0.4))
    _signal(random.sample(scene.server.backends(scene.database), 1), signal.SIGKILL)
    time.sleep(SETTLE_SECONDS)


def terminate_backends(scene: Scene, random: Random) -> None:
    """SIGTERM to every backend, several times."""
    for _ in range(4):
        time.sleep(random.uniform(0.05, 0.2))
        _signal(scene.server.backends(scene.database), signal.SIGTERM)


def kill_the_server(scene: Scene, random: Random) -> None:
    """Kill -9 of the postmaster; the supervisor starts another."""
    time.sleep(random.uniform(0.1, 0.4))
    scene.server.stop(signal.SIGKILL)


def stop_the_server_at_once(scene: Scene, random: Random) -> None:
    """Immediate stop (SIGQUIT): no checkpoint, recovery at the next start."""
    time.sleep(random.uniform(0.1, 0.4))
    scene.server.stop(signal.SIGQUIT)


def kill_server_and_writers(scene: Scene, random: Random) -> None:
    """Kill -9 of the postmaster and of all workers."""
    time.sleep(random.uniform(0.1, 0.4))
    for worker in scene.workers:
        worker.kill()
    scene.server.stop(signal.SIGKILL)
    for worker in scene.workers:
        worker.start()


def restart_the_server(scene: Scene, random: Random) -> None:
    """Fast stop (SIGINT) and start."""
    time.sleep(random.uniform(0.1, 0.4))
    scene.server.stop(signal.SIGINT)


def freeze_the_server(scene: Scene, random: Random) -> None:
    """SIGSTOP of every process of the server, then SIGCONT."""
    time.sleep(random.uniform(0.05, 0.3))
    frozen = scene.server.processes()
    _signal(frozen, signal.SIGSTOP)
    time.sleep(random.uniform(0.2, 0.6))
    _signal(frozen[::-1], signal.SIGCONT)


def freeze_backends_and_cut(scene: Scene, random: Random) -> None:
    """Backends stand still with what they were sent while their clients go on without them."""
    time.sleep(random.uniform(0.05, 0.3))
    frozen = scene.server.backends(scene.database)
    _signal(frozen, signal.SIGSTOP)
    time.sleep(random.uniform(0.05, 0.2))
    scene.proxy.reset()
    time.sleep(random.uniform(0.1, 0.5))
    _signal(frozen, signal.SIGCONT)


def reset_the_network(scene: Scene, random: Random) -> None:
    """Reset every connection, several times."""
    for _ in range(4):
        time.sleep(random.uniform(0.05, 0.2))
        scene.proxy.reset()


def lose_replies(scene: Scene, random: Random) -> None:
    """Reset before or in the middle of the server's reply: what it committed is not heard."""
    for _ in range(5):
        scene.proxy.cut("reply", random.randint(1, 6), after_share(random.choice([0, 0.3, 0.9])))
        time.sleep(random.uniform(0.05, 0.2))


def lose_requests(scene: Scene, random: Random) -> None:
    """Reset before or in the middle of a request."""
    for _ in range(5):
        scene.proxy.cut("request", random.randint(1, 6), after_share(random.choice([0, 0.5, 1])))
        time.sleep(random.uniform(0.05, 0.2))


def deliver_requests_late(scene: Scene, random: Random) -> None:
    """The client is cut off, comes back, and then the server gets its old request."""
    for _ in range(3):
        act = deliver_late(random.uniform(0.02, 0.4))
        scene.proxy.cut("request", random.randint(1, 4), act)
        time.sleep(random.uniform(0.1, 0.3))


def slow_the_network(scene: Scene, random: Random) -> None:
    """Every piece is late."""
    scene.proxy.delay_seconds = random.uniform(0.01, 0.08)
    time.sleep(random.uniform(0.5, 1))
    scene.proxy.delay_seconds = 0


def stall_the_network(scene: Scene, random: Random) -> None:
    """Nothing goes through for a while; then everything does, or every connection is reset."""
    scene.proxy.stall()
    time.sleep(random.uniform(0.3, 0.9))
    if random.random() < 0.5:
        scene.proxy.resume()
    else:
        scene.proxy.reset()


def lose_the_network(scene: Scene, random: Random) -> None:
    """Every connection is reset and none is taken, longer than some workers wait."""
    scene.proxy.reset()
    scene.proxy.refuses = True
    time.sleep(random.uniform(0.4, 1))
    scene.proxy.refuses = False


def lose_replies_and_the_network(scene: Scene, random: Random) -> None:
    """The reply is lost, and then the network for longer than some workers wait."""
    scene.proxy.cut("reply", 6, after_share(random.choice([0, 0.5])))
    time.sleep(random.uniform(0.03, 0.08))
    scene.proxy.refuses = True
    time.sleep(random.uniform(0.4, 0.8))
    scene.proxy.reset()


def fill_the_disk(scene: Scene, random: Random) -> None:
    """No room for tables or WAL; PostgreSQL may refuse or end. Then there is room again."""
    time.sleep(random.uniform(0.1, 0.3))
    statistics = os.statvfs(scene.server.folder)
    left_bytes = random.randrange(DISK_LEFT_BYTES_MAX)
    with scene.server.ballast.open("wb") as ballast:
        free_bytes = statistics.f_bavail * statistics.f_frsize
        os.posix_fallocate(ballast.fileno(), 0, max(free_bytes - left_bytes, 1))
    time.sleep(DISK_FULL_SECONDS)
    scene.server.ballast.unlink()
    scene.server.start()


def turn_the_clock(scene: Scene, random: Random) -> None:
    """The server's clock jumps back and forth by up to a day, also while it starts."""
    for _ in range(3):
        scene.server.clock.write_text(f"{random.randint(-86_400, 86_400):+d}\n")
        time.sleep(random.uniform(0.1, 0.3))
    if random.random() < 0.3:
        scene.server.stop(signal.SIGKILL)


PROCESS: list[Fault] = [
    calm,
    kill_one_writer,
    kill_all_writers,
    pause_one_writer,
    kill_a_backend,
    terminate_backends,
    kill_the_server,
    stop_the_server_at_once,
    kill_server_and_writers,
    restart_the_server,
    freeze_the_server,
]
NETWORK: list[Fault] = [
    reset_the_network,
    lose_replies,
    lose_requests,
    deliver_requests_late,
    slow_the_network,
    stall_the_network,
    lose_the_network,
    lose_replies_and_the_network,
    freeze_backends_and_cut,
]
DISK: list[Fault] = [fill_the_disk]
CLOCK: list[Fault] = [turn_the_clock]


def _signal(processes: list[int], how: signal.Signals) -> None:
    for process in processes:
        with suppress(ProcessLookupError):
            os.kill(process, how)
