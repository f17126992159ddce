project = "Mailer"
extensions = ["sphinx_configsetting"]
html_static_path = ["_static"]
