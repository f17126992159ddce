project = "Mailer"
extensions = ["sphinx_configsetting"]
configsetting_fields = {
    # Change built-in fields: compute one, rename one, remove one.
    "environment": {"derive": "MAILER_{{ key | envname }}"},
    "since": {"label": "Added in"},
    "availability": None,
    # Add fields.
    "plan": {
        "kind": "enum",
        "order": ["Free", "Team", "Enterprise"],
        "badge": 3,
        "colors": {"Team": "info", "Enterprise": "strong"},
        "after": "default",
    },
    "wait": {"kind": "duration", "unit": "ms", "label": "Longest wait"},
    "port_range": {"kind": "range", "label": "Allowed"},
    "secret": {"kind": "secret", "badge": 4, "colors": "danger"},
    "issue": {
        "kind": "value",
        "label": "Ticket",
        "names": True,
        "index": True,
    },
}
