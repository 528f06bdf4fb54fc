"""People in a database of Django's own, and what Django says of them afterwards.

people.py make               users with a hash of each kind, groups, permissions, a session: prints the session's key
people.py session KEY        reads that session: prints a line
people.py check KEY          the same, and authenticates them all: prints a line for each
"""
import sys

import django
from django.conf import settings

django.setup()
settings.PASSWORD_HASHERS = list(settings.PASSWORD_HASHERS) + ["django.contrib.auth.hashers.BCryptPasswordHasher"]

from django.contrib.auth import authenticate, get_user, login  # noqa: E402
from django.contrib.auth.hashers import make_password  # noqa: E402
from django.contrib.auth.models import Group, Permission, User  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.http import HttpRequest  # noqa: E402

KINDS = ["pbkdf2_sha256", "pbkdf2_sha1", "argon2", "scrypt", "bcrypt_sha256", "bcrypt"]
PASSWORD = "kelp förest"


def request_with(session):
    request = HttpRequest()
    request.session = session
    request.META["SERVER_NAME"] = "testserver"
    return request


def make():
    call_command("migrate", verbosity=0)
    for kind in KINDS:
        User.objects.create(username=kind, email=kind + "@example.org", password=make_password(PASSWORD, hasher=kind))
    User.objects.create(username="nobody", password=make_password(None))
    User.objects.create(username="gone", password=make_password(PASSWORD, hasher="argon2"), is_active=False)
    User.objects.create_superuser("root", "root@example.org", PASSWORD)
    editors = Group.objects.create(name="Editors")
    editors.permissions.add(Permission.objects.get(codename="change_group"))
    User.objects.get(username="scrypt").groups.add(editors)
    User.objects.get(username="argon2").user_permissions.add(Permission.objects.get(codename="view_group"))
    session = SessionStore()
    session["cart"] = [1, "zwei"]
    user = User.objects.get(username="bcrypt")
    user.backend = "django.contrib.auth.backends.ModelBackend"
    login(request_with(session), user)
    session.save()
    print(session.session_key)


def read(key):
    session = SessionStore(key)
    print("session of", get_user(request_with(session)), "with", session.get("cart"))


def check(key):
    read(key)  # first: authenticating renews hashes that are none of Django's own choice, and that ends sessions
    for user in User.objects.order_by("id"):
        algorithm = user.password.split("$")[0] if user.has_usable_password() else "none"
        good = authenticate(username=user.username, password=PASSWORD) is not None
        good_new = authenticate(username=user.username, password="seaweed umbrella") is not None
        permissions = ",".join(sorted(p for p in user.get_all_permissions() if p.endswith("_group"))) if not user.is_superuser else "all"
        print(user.username, algorithm, "yes" if good else "new" if good_new else "no", permissions)


if sys.argv[1] == "make":
    make()
elif sys.argv[1] == "session":
    read(sys.argv[2])
else:
    check(sys.argv[2])
