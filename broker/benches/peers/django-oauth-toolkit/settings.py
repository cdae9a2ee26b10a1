"""django-oauth-toolkit (BSD licence) with PostgreSQL, and nothing that introspection does not need.

For speed: no DEBUG, no logs, connections to the database that stay open and whose statements stay prepared, no sessions,
and of the middleware only what gives an answer its length. Secrets of clients are kept as they are (see fill.py).
"""

import os
from urllib.parse import urlsplit

_database = urlsplit(os.environ["TESSERA_TEST_POSTGRES_URL"])

ALLOWED_HOSTS = ["*"]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": _database.hostname,
        "PORT": _database.port,
        "USER": _database.username,
        "NAME": _database.path.removeprefix("/"),
        "CONN_MAX_AGE": None,
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 5},
    }
}
DEBUG = False
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "oauth2_provider"]
LOGGING_CONFIG = None
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
OAUTH2_PROVIDER = {"SCOPES": {"seats:read": "Read the seats"}}
ROOT_URLCONF = "urls"
SECRET_KEY = os.environ["PEER_SECRET_KEY"]
USE_I18N = False
USE_TZ = True
