"""The log under fire: real processes, real faults, and a checker that reads what is left.

`python -m tests.fire --rounds N --seed S` (see `docs/fault-tests.md`). The parts, in the order the
data flows:

| module | what |
| --- | --- |
| `intents` | what the workload wants recorded, and how it decides |
| `workload` | a process of several writers and a reader; says in a history what it was answered |
| `history` | the events of a history, one JSON line each |
| `proxy` | a network between workload and server that can be made to fail |
| `server` | the embedded server on a plain disk, a small disk, or with a clock that jumps |
| `workers` | the workload's processes as the harness sees them |
| `faults` | what is done to them |
| `stored` | the log as a superuser reads it from the tables |
| `tree`, `model`, `checker` | what must hold between the histories and the log |
| `campaign` | stretches of rounds, drawn from a seed, and the counts |
"""
