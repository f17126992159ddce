project = "Mailer"
extensions = ["sphinx_configsetting"]
templates_path = ["_templates"]
