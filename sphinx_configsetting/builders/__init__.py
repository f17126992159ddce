"""Settings out: files for search and other tools."""
