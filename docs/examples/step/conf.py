project = "Mailer"
extensions = ["sphinx_configsetting"]
configsetting_sources = {"mailer": "mailer.schema.json"}
configsetting_check = True
configsetting_check_ignore = {
    "undocumented: debug.*": "For developers only.",
    "default: server.port": "Packages set their own port.",
}
