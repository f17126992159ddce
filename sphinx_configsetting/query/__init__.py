"""The language that chooses settings, and the records of what listings ask for."""
