"""Rosters and registers written for other programs: CSV, XLSX, Parquet, with their origin."""
