"""Turning hand-written tables into options and text of directives."""
