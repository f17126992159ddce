"""What ``python -m sphinx_configsetting`` does, one command in each module."""
