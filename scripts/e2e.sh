#!/usr/bin/env bash
# e2e.sh [Playwright arguments]: the browser journeys. What they need is passed on by environment:
# the broker to start, the browser, and the PostgreSQL that with-postgres.sh has started around this.
set -euo pipefail
source "$(dirname "$0")/env.sh"

cd "$repo_root/e2e"
export TESSERA_BIN=${TESSERA_BIN:-$repo_root/target/debug/tessera}
export TESSERA_CHROMIUM=${TESSERA_CHROMIUM:-/usr/bin/chromium}
exec node_modules/.bin/playwright test "$@" </dev/null
