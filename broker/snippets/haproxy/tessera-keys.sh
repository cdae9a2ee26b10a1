#!/bin/sh
# Fetches the customer's public keys for HAProxy, which reads keys from files when it starts. Where they changed, HAProxy
# is told to read them again; calls go on meanwhile. Needs curl, jq and openssl. Run it every five minutes, as a user who
# may reload HAProxy. While the broker is away the last keys stay.
set -eu

folder=${1:-{{FOLDER}}}
reload=${2:-systemctl reload haproxy}
places=4

work=$(mktemp -d "$folder/.keys-XXXXXX")
trap 'rm -rf "$work"' EXIT
curl --silent --show-error --fail --max-time 5 --output "$work/set" "{{SCHEME}}://{{AUTHORITY}}/oauth2/jwks/{{SLUG}}"

# ES256 only: HAProxy verifies no EdDSA.
count=$(jq '[.keys[] | select(.alg == "ES256" and .crv == "P-256")] | length' "$work/set")
if [ "$count" -lt 1 ] || [ "$count" -gt $places ]; then
    echo "There are $count keys for ES256 and places for 1 to $places; the keys stay as they are." >&2
    exit 1
fi

# The bytes of a number in base64url.
bytes() { printf '%s=' "$1" | tr '_-' '/+' | openssl base64 -d -A; }

for place in $(seq 0 $((places - 1))); do
    # The first once more where there is none.
    jq --raw-output --argjson place "$place" \
        '[.keys[] | select(.alg == "ES256" and .crv == "P-256")] | (.[$place] // .[0]) | .x, .y' "$work/set" >"$work/point"
    { read -r x; read -r y; } <"$work/point"
    # A public key as X.509 has it (RFC 5480): this beginning, and the point.
    {
        printf '\060\131\060\023\006\007\052\206\110\316\075\002\001\006\010\052\206\110\316\075\003\001\007\003\102\000\004'
        bytes "$x"
        bytes "$y"
    } | openssl pkey -pubin -inform DER -out "$work/tessera-$place.pem"
done

changed=no
for place in $(seq 0 $((places - 1))); do
    cmp -s "$work/tessera-$place.pem" "$folder/tessera-$place.pem" || changed=yes
done
if [ $changed = yes ]; then
    mv -f "$work"/tessera-*.pem "$folder"
    $reload
fi
