"""From settings to nodes, by way of templates."""
