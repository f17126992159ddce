"""What writers state by hand about settings."""
