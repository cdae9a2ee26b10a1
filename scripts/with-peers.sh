#!/usr/bin/env bash
# with-peers.sh COMMAND…: runs COMMAND with the peers of broker/benches/peers serving 5,000 access tokens each. How each
# is asked about them is in target/bench/peers/NAME.json. Needs with-postgres.sh around it. Nothing keeps running.
set -euo pipefail
source "$(dirname "$0")/env.sh"

[ $# -gt 0 ] || { say "usage: with-postgres.sh with-peers.sh COMMAND…"; exit 2; }
cd "$repo_root"
peers=$repo_root/broker/benches/peers
calls=$repo_root/target/bench/peers
python=$tools_dir/$django/bin/python
[ -x "$python" ] && [ -d "$peers/oidc-provider/node_modules" ] || { say "Peers are missing: run scripts/setup.sh peers"; exit 1; }

home=$(mktemp -d "${TMPDIR:-/tmp}/tessera-peers-XXXXXX")
started=()
stop() {
  trap '' INT TERM HUP
  for group in "${started[@]}"; do
    kill -- "-$group" 2>/dev/null || true
  done
  wait || true
  rm -rf "$home"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

random() { node -p 'require("crypto").randomBytes(24).toString("hex")'; }

# NAME COMMAND…: in the background, in a process group of its own, so that stopping reaches everything it started.
start() {
  : >"$home/$1.ready"
  set -m
  "${@:2}" </dev/null >"$home/$1.log" 2>&1 &
  set +m
  started+=($!)
}

# NAME LINES: until the peer that was started last has written so many lines about itself.
wait_for() {
  for ((tries = 0; tries < 600; tries++)); do
    [ "$(wc -l <"$home/$1.ready")" -lt "$2" ] || return 0
    kill -0 "${started[-1]}" 2>/dev/null || break
    sleep 0.1
  done
  say "$1 does not start:"
  cat "$home/$1.log" >&2
  return 1
}

# Who asks, and whose tokens these are.
PEER_GATEWAY=gateway:$(random)
PEER_PARTNER=partner:$(random)
PEER_SECRET_KEY=$(random)
export PEER_GATEWAY PEER_PARTNER PEER_SECRET_KEY
export DJANGO_SETTINGS_MODULE=settings PYTHONPATH=$peers/django-oauth-toolkit PYTHONDONTWRITEBYTECODE=1
mkdir -p "$calls"
rm -f "$calls"/*.json

version=$(node -p "require('$peers/oidc-provider/package.json').dependencies['oidc-provider']")
say "Starting oidc-provider $version"
start oidc-provider env NODE_ENV=production node "$peers/oidc-provider/server.mjs" "$home/oidc-provider.ready"
wait_for oidc-provider 2
node "$peers/oidc-provider/issue.mjs" "$(head -n 1 "$home/oidc-provider.ready")" 5000 >"$home/tokens"
node "$peers/write-calls.mjs" "oidc-provider $version, Node.js $(node -p process.versions.node), in memory" \
  "$home/oidc-provider.ready" /token/introspection "$calls/oidc-provider.json" <"$home/tokens"

version=$(sed -n 's/^django-oauth-toolkit==\([0-9.]*\).*/\1/p' "$peers/django-oauth-toolkit/requirements.txt")
say "Starting django-oauth-toolkit $version"
"$python" "$peers/django-oauth-toolkit/fill.py" 5000 >"$home/tokens"
start django-oauth-toolkit env PEER_READY="$home/django-oauth-toolkit.ready" \
  "$python" -m gunicorn --config "$peers/django-oauth-toolkit/gunicorn.conf.py"
# Its address, the process that oversees, and two that work.
wait_for django-oauth-toolkit 4
node "$peers/write-calls.mjs" "django-oauth-toolkit $version, gunicorn, PostgreSQL" \
  "$home/django-oauth-toolkit.ready" /o/introspect/ "$calls/django-oauth-toolkit.json" <"$home/tokens"

# In the background, because a shell runs a trap only after its foreground command ended.
set -m
"$@" <&0 &
set +m
started+=($!)
status=0
wait $! || status=$?
exit "$status"
