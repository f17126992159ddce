"""Jinja templates that print reStructuredText with slots, parsed to nodes."""
