"""The commands of `qingce`, one file each; registered in `tools.main`."""
