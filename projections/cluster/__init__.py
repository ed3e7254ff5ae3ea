"""The same definitions on a Spark cluster, over archives that all its workers can read."""
