"""The documentation of sphinx_configsetting, built with itself."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / '_ext'))

project = 'sphinx_configsetting'
copyright = 'The sphinx_configsetting developers'
version = release = '0.1'
extensions = ['sphinx_configsetting', 'myst_parser', 'tables']
exclude_patterns = ['_build', 'examples']
templates_path = ['_templates']
html_theme = 'furo'
html_title = 'sphinx-configsetting'
nitpicky = True
show_warning_types = True
configsetting_explorer = True
configsetting_fields = {
    'confval': {
        'kind': 'variable',
        'label': 'Value in ``conf.py``',
        'names': True,
        'index': True,
        'row': False,
        'before': 'type',
    },
    'rebuild': {'kind': 'text', 'label': 'A change', 'after': 'default'},
}
