#!/usr/bin/env bash
# e2e.sh [Playwright arguments]: the browser journeys. What they need is passed on by environment:
# the broker to start, the browser, and the PostgreSQL that with-postgres.sh has started around this.
set -euo pipefail
source "$(dirname "$0")/env.sh"

cd "$repo_root/e2e"
export E2E_BROKER=${E2E_BROKER:-$repo_root/target/debug/tessera}
export E2E_AUTHLIB_PYTHON=${E2E_AUTHLIB_PYTHON:-$tools_dir/$authlib/bin/python}
export E2E_CHROMIUM=${E2E_CHROMIUM:-/usr/bin/chromium}
exec node_modules/.bin/playwright test "$@" </dev/null
