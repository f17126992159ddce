project = "Mailer"
extensions = ["sphinx_configsetting"]
configsetting_fields = {"environment": {"derive": "MAILER_{{ key | envname }}"}}
