project = "My product"
extensions = ["sphinx_configsetting"]
exclude_patterns = ["_build", ".venv"]
