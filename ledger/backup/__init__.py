"""Backups: a database with its log, written to a folder and brought back, each time checked.

What lies in a backup's folder:

| file | what |
| --- | --- |
| `database.dump` | the database, by `pg_dump` in its custom format, as of one moment |
| `manifest.json` | what the backup is of: see `manifest` |
| `keys.json` | the public list of the log's keys, if there is one |
| `SHA256SUMS` | digests of the files above, as `sha256sum --check` reads them |

A folder under its final name is whole: it is written beside and renamed. Secrets are never in it:
neither the office's, which would open the sealed personal data in the dump, nor the keys that
sign. They are copied apart, and kept in another place.
"""
