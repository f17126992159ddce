"""The commands of ``python -m sphinx_configsetting``, one module each."""
