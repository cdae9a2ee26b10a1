#!/usr/bin/env bash
# measure.sh [Playwright arguments]: measures the app of the release build in the browser. The worlds it needs are made the
# first time, which takes a quarter of an hour, and kept in target/measure.
set -euo pipefail
source "$(dirname "$0")/env.sh"

cd "$repo_root/e2e"
export E2E_BROKER=${E2E_BROKER:-$repo_root/target/release/tessera}
export E2E_CHROMIUM=${E2E_CHROMIUM:-/usr/bin/chromium}
exec node_modules/.bin/playwright test --config measure/playwright.config.ts --reporter line "$@" </dev/null
