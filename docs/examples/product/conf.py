project = "Mailer"
extensions = ["sphinx_configsetting"]
configsetting_sources = {
    "mailer": {"path": "mailer.schema.json", "environment": "MAILER_{{ key | envname }}"},
}
