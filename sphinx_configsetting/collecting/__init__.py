"""The settings of a page, brought to the domain once the page is read."""
