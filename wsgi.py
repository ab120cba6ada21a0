"""Where a web server finds the service."""

import config
from tracker import create_app

app = create_app(config.from_environment())
