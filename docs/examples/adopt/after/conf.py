project = "Mailer"
extensions = ["sphinx_configsetting"]
configsetting_object_types = {"std:confval": "id", "std:envvar": "environment"}
configsetting_anchors = ["confval-{id}", "envvar-{environment}"]
configsetting_index_entries = [
    "pair: {id}; configuration value",
    "pair: environment variable; {environment}",
]
