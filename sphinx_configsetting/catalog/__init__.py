"""Settings as plain records: no Sphinx and no docutils in here."""
