project = "Mailer"
extensions = ["sphinx_configsetting"]
