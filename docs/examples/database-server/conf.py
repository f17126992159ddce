project = "Quarry"
extensions = ["sphinx_configsetting"]
html_theme = "furo"
configsetting_template = "two-columns"
configsetting_indexes = ["option"]
configsetting_fields = {
    "key": {"label": "In ``quarry.conf``"},
    "option": {"label": "Option of ``quarryd``"},
    "range": {"kind": "range", "after": "default"},
    "effect": {"kind": "enum", "label": "Takes effect",
               "order": ["at once", "on reload", "on restart"]},
}
