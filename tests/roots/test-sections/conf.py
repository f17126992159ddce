project = 'Sections'
extensions = ['sphinx_configsetting']
