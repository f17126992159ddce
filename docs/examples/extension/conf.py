import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

project = 'Mailer'
extensions = ['schedules']
templates_path = ['_templates']
configsetting_template = 'schedule'
configsetting_sources = {'mailer': {'path': 'mailer.lines', 'format': 'lines'}}
