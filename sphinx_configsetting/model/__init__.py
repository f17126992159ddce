"""Settings as plain records, without Sphinx and docutils."""
