project = "My product"
extensions = ["sphinx_configsetting"]
templates_path = ["_templates"]
configsetting_explorer = True
