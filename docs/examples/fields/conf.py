project = "My product"
extensions = ["sphinx_configsetting"]
configsetting_fields = {
    # remove
    "systemconsole": None,
    # relabel
    "environment": {"label": "Variable", "derive": "APP_{{ toml | envname }}"},
    # add
    "toml": {
        "kind": "key",
        "label": "TOML key",
        "names": True,
        "index": True,
        "before": "environment",
    },
    "flag": {"kind": "variable", "label": "Command-line flag", "names": True, "after": "toml"},
}
