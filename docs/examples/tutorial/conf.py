project = "My product"
extensions = ["sphinx_configsetting"]
