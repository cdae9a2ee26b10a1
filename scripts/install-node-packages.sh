#!/usr/bin/env bash
# install-node-packages.sh DIRECTORY: installs what the lock file names, but only when it changed since the last time.
# Not `npm ci`: it refuses a lock file that does not list the builds of optional packages for other systems.
set -euo pipefail
source "$(dirname "$0")/env.sh"

cd "$repo_root/$1"
stamp=node_modules/.installed-lock.json
if cmp -s package-lock.json "$stamp"; then
  exit 0
fi
say "Installing the Node packages of $1/"
# The browser tests use the system's Chromium.
lock=$(cat package-lock.json)
PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm install --no-save --no-audit --no-fund
printf '%s\n' "$lock" >package-lock.json
cp package-lock.json "$stamp"
