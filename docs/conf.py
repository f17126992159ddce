"""The documentation of sphinx_configsetting, built with itself."""

import sys
from pathlib import Path

import sphinx_configsetting

sys.path.insert(0, str(Path(__file__).parent / '_ext'))

project = 'sphinx_configsetting'
copyright = 'The sphinx_configsetting developers'
version = release = sphinx_configsetting.__version__
extensions = ['sphinx_configsetting', 'myst_parser', 'tables', 'examples', 'compatibility_table']
exclude_patterns = ['_build', 'examples']
html_theme = 'furo'
pygments_dark_style = 'github-dark'  # furo's own choice underlines options like links
html_title = 'configsetting for Sphinx'
html_static_path = ['_static']
templates_path = ['examples/listings/_templates', 'examples/templates/_templates']
html_css_files = ['docs.css']
linkcheck_ignore = [r'examples/']
nitpicky = True
show_warning_types = True
configsetting_fields = {
    # For the values of conf.py, which the reference documents as settings.
    'confval': {
        'kind': 'variable',
        'label': 'Value in ``conf.py``',
        'names': True,
        'index': True,
        'row': False,
    },
    'rebuilds': {'label': 'A change rebuilds', 'after': 'default'},
    # For the examples. Only one of them derives its variables.
    'environment': {
        'derive': '{% if key.startswith("smtp.") %}MAILER_{{ key | envname }}{% endif %}'
    },
    'since': {'label': 'Added in'},
    'issue': {'kind': 'value', 'label': 'Ticket', 'names': True, 'index': True},
    'plan': {
        'kind': 'enum',
        'order': ['Free', 'Team', 'Enterprise'],
        'badge': 3,
        'colors': {'Team': 'info', 'Enterprise': 'strong'},
    },
    'wait': {'kind': 'duration', 'unit': 'ms', 'label': 'Longest wait'},
    'port_range': {'kind': 'range', 'label': 'Allowed'},
    'secret': {'kind': 'secret', 'badge': 4, 'colors': 'danger'},
    'example': {'lexer': 'toml'},
}
