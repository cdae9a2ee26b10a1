#!/usr/bin/env bash
# install-node-packages.sh DIRECTORY: `npm ci`, but only when the lock file changed since the last time.
set -euo pipefail
source "$(dirname "$0")/env.sh"

cd "$repo_root/$1"
stamp=node_modules/.installed-lock.json
if cmp -s package-lock.json "$stamp"; then
  exit 0
fi
say "Installing the Node packages of $1/"
# The browser tests use the system's Chromium.
PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-audit --no-fund
cp package-lock.json "$stamp"
