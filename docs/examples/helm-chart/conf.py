project = "Harbor Light chart"
extensions = ["sphinx_configsetting", "myst_parser"]
html_theme = "furo"
configsetting_fields = {
    "key": {"label": "Value"},
    "stability": {"kind": "enum", "order": ["stable", "beta", "alpha"], "badge": 8,
                  "colors": {"beta": "info", "alpha": "warning"}},
    "default": {"lexer": "yaml"},
    "example": {"lexer": "yaml"},
    "since": {"sphinx": True},
    "immutable": {"kind": "flag", "badge": 4, "colors": "danger"},
}
