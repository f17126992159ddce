"""Listings of settings, and settings that are shown again."""
