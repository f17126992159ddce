project = "Mailer chart"
extensions = ["sphinx_configsetting"]
configsetting_sources = {"chart": "values.yaml"}
