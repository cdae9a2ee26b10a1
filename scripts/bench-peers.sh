#!/usr/bin/env bash
# bench-peers.sh [-- COMMAND…]: measures introspection in turns with that of the peers, or runs COMMAND beside them.
set -euo pipefail
source "$(dirname "$0")/env.sh"
cd "$repo_root"

if [ "${1:-}" = -- ]; then
  shift
fi
if [ $# -eq 0 ]; then
  set -- cargo bench --locked --quiet --package tessera-broker --features pg-bundled --bench numbers -- \
    --only peers --peers "$repo_root/target/bench/peers"
fi
# /tmp may be memory; PostgreSQL shall really write.
export TMPDIR=/var/tmp TESSERA_PG_DURABLE=1
exec scripts/with-postgres.sh scripts/with-peers.sh "$@"
