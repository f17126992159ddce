project = "My product"
extensions = ["sphinx_configsetting", "myst_parser"]
