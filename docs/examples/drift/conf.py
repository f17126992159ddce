project = "Example"
extensions = ["sphinx_configsetting"]
