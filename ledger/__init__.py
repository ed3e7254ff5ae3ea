"""The log: append, read, prove, sign, keys, sealing of personal data. Knows no register."""
