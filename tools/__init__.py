"""The `qingce` command line."""
