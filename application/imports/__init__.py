"""Files of an office (CSV, XLSX) read as commands, line by line."""
