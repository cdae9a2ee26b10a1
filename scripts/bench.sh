#!/usr/bin/env bash
# bench.sh [--only check|start|issue|lists]…: measures target/release/tessera against the numbers it has to reach
# and prints one table. Filled databases stay in target/bench for the next run.
set -euo pipefail
source "$(dirname "$0")/env.sh"
cd "$repo_root"

# /tmp may be memory; PostgreSQL shall really write.
export TMPDIR=/var/tmp TESSERA_PG_DURABLE=1
exec scripts/with-postgres.sh \
  cargo bench --locked --quiet --package tessera-broker --features pg-bundled --bench numbers -- "$@"
