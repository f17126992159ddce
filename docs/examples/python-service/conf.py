project = "Relay"
extensions = ["sphinx_configsetting"]
html_theme = "furo"
configsetting_fields = {
    "environment": {"derive": "RELAY_{{ key | envname }}"},
    "range": {"kind": "range", "label": "Range", "after": "default"},
    "reload": {"kind": "flag", "label": "Reloads", "badge": 8, "colors": "success"},
    "secret": {"kind": "secret", "label": "Secret", "badge": 4, "colors": "danger"},
}
