"""Personal data in use: seen, searched, exported, locked away, erased, shown; each told first."""
