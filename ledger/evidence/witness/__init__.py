"""The witness: a process apart that cosigns only what extends what it has seen."""
