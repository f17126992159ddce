project = 'Listing'
extensions = ['sphinx_configsetting']
