#!/usr/bin/env bash
# Builds the app for release into dist/, unless nothing it is made of has changed:
# the broker embeds dist/, so a needless build here would cost a needless release build there.
set -euo pipefail
source "$(dirname "$0")/env.sh"

cd "$repo_root"
stamp=target/wasm/dist.stamp
inputs() {
  find Cargo.toml Cargo.lock Trunk.toml frontend shared scripts/*.mjs scripts/bin -type f \
    -not -path '*/node_modules/*' -not -path 'frontend/build/*' -print0 | sort -z | xargs -0 sha256sum
  rustc --version
}
before=$(inputs | sha256sum)
if [ -e dist/index.html ] && [ "$before" = "$(cat $stamp 2>/dev/null)" ]; then
  say "The app in dist/ is up to date"
  exit 0
fi
say "Building the app into dist/"
scripts/spa.sh build --release
mkdir -p target/wasm
printf '%s\n' "$before" >$stamp
