project = "Mailer"
extensions = ["sphinx_configsetting"]
configsetting_sources = {
    "relay": {"path": "relay.schema.json", "environment": "RELAY_{{ key | envname }}"},
    "archive": {
        "path": "spring-configuration-metadata.json",
        "environment": "{{ key | relaxed }}",
    },
}
