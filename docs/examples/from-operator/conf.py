project = "Mailer operator"
extensions = ["sphinx_configsetting"]
configsetting_sources = {"mailer": "mailers.yaml"}
