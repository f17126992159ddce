project = "Mailer"
extensions = ["sphinx_configsetting"]
configsetting_sources = {"mailer": "mailer.schema.json"}
