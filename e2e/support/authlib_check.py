"""An OAuth client and a resource server made of Authlib; says on standard output what they saw.

Reads one JSON object: issuer, gateway (id, credential, key: a private one in PEM), token (the one it works with), spare (the one it revokes), partner,
sparePartner and audience.
"""

import json
import os
import sys
import time

# The broker under test has no certificate.
os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"

import requests
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.jose import JsonWebKey, JsonWebToken
from authlib.jose.errors import JoseError
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from authlib.oauth2.rfc8414 import AuthorizationServerMetadata, get_well_known_url

EXCHANGE = {
    "grant_type": "urn:ietf:params:oauth:grant-type:token-exchange",
    "subject_token_type": "urn:ietf:params:oauth:token-type:access_token",
}
given = json.load(sys.stdin)

metadata = AuthorizationServerMetadata(requests.get(get_well_known_url(given["issuer"], external=True)).json())
metadata.validate()
assert metadata["issuer"] == given["issuer"]


def grant(partner, token, **more):
    client = OAuth2Session(partner, token, token_endpoint_auth_method=more.pop("method", "client_secret_basic"))
    return client.fetch_token(metadata["token_endpoint"], grant_type="client_credentials", **more)


def decode(text, issuer):
    keys = JsonWebKey.import_key_set(requests.get(metadata["jwks_uri"]).json())
    claims = JsonWebToken(["ES256"]).decode(
        text,
        keys,
        claims_options={
            "iss": {"essential": True, "value": issuer},
            "aud": {"essential": True, "value": given["audience"]},
            "exp": {"essential": True},
            "sub": {"essential": True},
        },
    )
    claims.validate()
    assert claims.header["typ"] == "at+jwt"
    return claims


granted = [grant(given["partner"], given["token"], method=method) for method in ("client_secret_basic", "client_secret_post")]
exchanged = OAuth2Session(given["partner"], token_endpoint_auth_method="none").fetch_token(
    metadata["token_endpoint"], subject_token=given["token"], **EXCHANGE
)
claims = [decode(one["access_token"], given["issuer"]) for one in [*granted, exchanged]]

refused = {}
try:
    grant(given["partner"], given["spare"])
except OAuthError as error:
    refused["client"] = error.error
try:
    head, body, signature = granted[0]["access_token"].split(".")
    decode(".".join([head, body, signature[::-1]]), given["issuer"])
except JoseError as error:
    refused["signature"] = error.error
try:
    decode(granted[0]["access_token"], given["issuer"] + "x")
except JoseError as error:
    refused["issuer"] = error.error

gateway = OAuth2Session(given["gateway"]["id"], given["gateway"]["credential"])
seen = {
    name: gateway.introspect_token(metadata["introspection_endpoint"], token=token).json()
    for name, token in {"token": given["token"], "jwt": granted[0]["access_token"], "foreign": given["spare"]}.items()
}

signing = OAuth2Session(given["gateway"]["id"], given["gateway"]["key"], token_endpoint_auth_method="private_key_jwt")
# Left alone, Authlib signs for an hour.
signing.register_client_auth_method(PrivateKeyJWT(metadata["introspection_endpoint"], {"exp": int(time.time()) + 60}))
seen["signed"] = signing.introspect_token(metadata["introspection_endpoint"], token=given["token"]).json()

holder = OAuth2Session(given["sparePartner"], token_endpoint_auth_method="none", revocation_endpoint_auth_method="none")
worked = grant(given["sparePartner"], given["spare"])["token_type"]
revoked = holder.revoke_token(metadata["revocation_endpoint"], token=given["spare"], token_type_hint="access_token").status_code
try:
    grant(given["sparePartner"], given["spare"])
except OAuthError as error:
    refused["revoked"] = error.error

json.dump({"claims": claims, "refused": refused, "seen": seen, "worked": worked, "revoked": revoked}, sys.stdout)
