"""When the databases of the tests are loaded."""

import datetime

NOW = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
