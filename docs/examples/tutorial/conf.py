project = "Mailer"
extensions = ["sphinx_configsetting"]
exclude_patterns = ["_build", ".venv"]
