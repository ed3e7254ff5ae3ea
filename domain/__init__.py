"""What the office records and the rules it follows. Pure: no database, no clock, no I/O.

Each register is one folder with the same rooms: `records` (what can be recorded), `decisions`
(commands and the rules that turn them into records), `rules` (the rules, with their sources) and
`tags` (what its records are about). `domain.registry` lists the registers.
"""
