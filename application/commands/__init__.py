"""Commands from outside: any decision of any register, from one JSON object.

The command line, the HTTP API and imports build commands here and nowhere else. What can be sent
follows from the decision's class: its fields, their types, their docstrings.
"""

from application.commands.catalogue import COMMANDS, CommandType, UnknownCommandError, named
from application.commands.people import People
from application.commands.reading import CommandFieldsError, Fault, fields_of, read
from application.commands.schema import schema
from application.commands.sending import Checked, Sender, Sent

__all__ = [
    "COMMANDS",
    "Checked",
    "CommandFieldsError",
    "CommandType",
    "Fault",
    "People",
    "Sender",
    "Sent",
    "UnknownCommandError",
    "fields_of",
    "named",
    "read",
    "schema",
]
