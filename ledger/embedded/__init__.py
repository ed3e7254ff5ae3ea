"""An embedded PostgreSQL: found, made, started, shared and stopped by the program itself.

What lies under the data folder (see `places`):

| path | what |
| --- | --- |
| `postgres/` | the house of the server; a symbolic link when the server's account cannot reach it |
| `postgres/cluster/` | PostgreSQL's own data directory, checksums on |
| `postgres/socket/` | the unix socket, the only way in |
| `postgres/server.log` | what the server says; no statements and no row values |
| `postgres/start.lock` | held while the server is made, started or stopped |
| `postgres/users.lock` | held shared by every process that uses the server |
| `postgres/watch.lock` | held by the process that stops the server after the last user |
| `postgres/kept` | there while the server is to run without users |

**Who gets in.** The server listens on no network. Its socket lies in a folder of mode 0700 that
belongs to the server's account, so the kernel lets only that account and root connect, and the
server trusts whoever does: both could read and change the cluster's files anyway, so a password
kept beside them would protect nothing and would have to stand in every DSN. An ordinary user's
server runs as that user; root's runs as an unprivileged account, since PostgreSQL refuses root.
An office with several accounts configures a server of its own (`QINGCE_DSN`) with its own rules.

**How it is judged alive.** By connecting, never by a process id in a file: ids are used again.
The process to stop is the one that the kernel names as the owner of the socket.
"""

from ledger.embedded.server import Server, Status

__all__ = ["Server", "Status"]
