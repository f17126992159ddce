project = "Mailer"
extensions = ["sphinx_configsetting", "myst_parser"]
