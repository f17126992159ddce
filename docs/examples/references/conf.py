project = "Mailer"
extensions = ["sphinx_configsetting"]
configsetting_labels = True
configsetting_autolink = ["environment"]
