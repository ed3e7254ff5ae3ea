"""The figures of the annual report: published, computed, compared."""
