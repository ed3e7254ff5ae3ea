"""HTTP JSON API and web pages."""
