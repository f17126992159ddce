project = "My product"
extensions = ["sphinx_configsetting"]
configsetting_explorer = True
