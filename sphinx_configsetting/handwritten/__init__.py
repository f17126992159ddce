"""Hand-written facts about settings: reading them, and comparing them with directives."""
