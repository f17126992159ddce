"""Directives and roles of other types as those of settings."""
