import os
from urllib.parse import parse_qs, urlsplit

SECRET_KEY = "of a database for tests: " + "x" * 40
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "blog",
]
# Nothing is served.
SILENCED_SYSTEM_CHECKS = ["admin.E403", "admin.E408", "admin.E409", "admin.E410"]
USE_TZ = True

target = os.environ["DJANGO_TARGET"]
if target.startswith("postgresql:"):
    url = urlsplit(target)
    options = {name: values[0] for name, values in parse_qs(url.query).items()}
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": url.path.lstrip("/"),
            "USER": url.username or "",
            "PASSWORD": url.password or "",
            "HOST": url.hostname or options.get("host", ""),
            "PORT": url.port or options.get("port", ""),
            "OPTIONS": {"options": options.get("options", "")},
        }
    }
else:
    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": target}}
