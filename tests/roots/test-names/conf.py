project = 'Names'
extensions = ['sphinx_configsetting']
