#!/usr/bin/env bash
# with-postgres.sh COMMAND…: runs COMMAND with a throw-away PostgreSQL, whose admin URL is in TESSERA_TEST_POSTGRES_URL.
# The server gives up durability for speed, unless TESSERA_PG_DURABLE=1 asks for a server as one would run it.
# It and its files are gone however COMMAND ends.
set -euo pipefail
source "$(dirname "$0")/env.sh"

[ $# -gt 0 ] || { say "usage: with-postgres.sh COMMAND…"; exit 2; }
shopt -s nullglob
servers=(/usr/lib/postgresql/*/bin)
shopt -u nullglob
if [ ${#servers[@]} -gt 0 ]; then
  PATH=${servers[-1]}:$PATH
fi
command -v initdb >/dev/null || { say "PostgreSQL is missing: run scripts/setup.sh test"; exit 1; }

# PostgreSQL refuses to run as root.
if [ "$(id -u)" -eq 0 ]; then
  as_owner() { (cd / && setpriv --reuid=postgres --regid=postgres --clear-groups --inh-caps=-all env PATH="$PATH" "$@"); }
else
  as_owner() { "$@"; }
fi

home=$(mktemp -d "${TMPDIR:-/tmp}/tessera-pg-XXXXXX")
child=
stop() {
  trap '' INT TERM HUP
  [ -z "$child" ] || kill -- "-$child" 2>/dev/null || true
  if [ -e "$home/data/postmaster.pid" ]; then
    as_owner pg_ctl stop -D "$home/data" -m immediate -s || true
  fi
  rm -rf "$home"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
[ "$(id -u)" -ne 0 ] || chown postgres: "$home"

as_owner initdb -D "$home/data" -U tessera -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$home/initdb.log" 2>&1 ||
  { cat "$home/initdb.log" >&2; exit 1; }

settings=
if [ "${TESSERA_PG_DURABLE:-0}" != 1 ]; then
  settings='-c fsync=off -c synchronous_commit=off -c full_page_writes=off'
fi
# A broker that COMMAND starts would refuse it as an unknown setting.
unset TESSERA_PG_DURABLE

free_port() { node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })'; }

# Another process may take the port between asking and listening, so a start that fails is tried again elsewhere.
for attempt in 1 2 3 4 5; do
  port=$(free_port)
  if as_owner pg_ctl start -D "$home/data" -s -w -t 60 -l "$home/data/server.log" -o \
    "-p $port -k $home -h 127.0.0.1 -c max_connections=300 $settings" \
    >/dev/null 2>&1; then
    break
  fi
  if [ "$attempt" -eq 5 ]; then
    cat "$home/data/server.log" >&2
    exit 1
  fi
done

# In the background, because a shell runs a trap only after its foreground command ended;
# in a process group of its own, so that stopping reaches everything the command started.
set -m
TESSERA_TEST_POSTGRES_URL=postgres://tessera@127.0.0.1:$port/postgres "$@" <&0 &
child=$!
status=0
wait "$child" || status=$?
child=
exit "$status"
