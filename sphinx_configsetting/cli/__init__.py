"""The commands of ``python -m sphinx_configsetting``, one in each module."""
