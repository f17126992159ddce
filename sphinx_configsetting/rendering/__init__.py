"""Settings as standard nodes."""
