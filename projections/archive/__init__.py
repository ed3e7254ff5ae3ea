"""The archive: sealed ranges of the log as Parquet files, under a signed statement.

`layout` says what lies where, `ranges` what a file holds, `manifest` what is stated about them;
`writing`, `reading` and `checking` do what their names say, over a `store`.
"""
