"""Markup in: the directives of the domain."""
