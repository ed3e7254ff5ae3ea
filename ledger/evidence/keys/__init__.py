"""Signing keys: secret keys in passphrase-protected files, and the public list of keys."""
