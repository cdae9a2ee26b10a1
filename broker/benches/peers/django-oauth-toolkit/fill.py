"""fill.py COUNT: makes the tables, two clients and COUNT access tokens, and prints the tokens, one a line."""

import os
import secrets
import sys
from datetime import timedelta

import django
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

django.setup()

from oauth2_provider.models import AccessToken, Application  # noqa: E402: only after the set-up


def make_client(credentials):
    client_id, secret = credentials.split(":")
    # By default the toolkit hashes the secret like a password: a quarter of a second of cpu time for every call.
    return Application.objects.create(
        client_id=client_id,
        client_secret=secret,
        hash_client_secret=False,
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_CLIENT_CREDENTIALS,
    )


call_command("migrate", verbosity=0)
make_client(os.environ["PEER_GATEWAY"])
partner = make_client(os.environ["PEER_PARTNER"])
expires = timezone.now() + timedelta(days=1)
tokens = AccessToken.objects.bulk_create(
    AccessToken(token=secrets.token_urlsafe(32), application=partner, expires=expires, scope="seats:read")
    for _ in range(int(sys.argv[1]))
)
with connection.cursor() as cursor:
    cursor.execute("VACUUM ANALYZE")
print("\n".join(token.token for token in tokens))
