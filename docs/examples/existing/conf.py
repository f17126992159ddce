project = "Courier"
extensions = ["sphinx_configsetting"]
