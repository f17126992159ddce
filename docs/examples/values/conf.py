project = "Mailer"
extensions = ["sphinx_configsetting"]
configsetting_fields = {"example": {"lexer": "toml"}}
