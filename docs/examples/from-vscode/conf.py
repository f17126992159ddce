project = "Mailer Preview"
extensions = ["myst_parser", "sphinx_configsetting"]
configsetting_sources = {"extension": "package.json"}
