"""What is computed when a year is closed: open points, and what records add afterwards."""
