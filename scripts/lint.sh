#!/usr/bin/env bash
# Everything a machine can say about the code without running it. The app is checked for the browser, the rest natively.
set -euo pipefail
source "$(dirname "$0")/env.sh"

cd "$repo_root"
cargo fmt --all --check
cargo clippy --locked --workspace --exclude tessera-frontend --all-targets -- -D warnings
CARGO_TARGET_DIR=$repo_root/target/wasm \
  cargo clippy --locked --package tessera-frontend --target wasm32-unknown-unknown --all-targets -- -D warnings
node scripts/check-shape.mjs
node scripts/check-texts.mjs
cargo deny --locked check --hide-inclusion-graph licenses bans sources
# The advisories come from a repository on the network; without it this check can only be skipped.
if ! cargo deny --locked fetch db >/dev/null 2>&1; then
  say "Skipped: known vulnerabilities, because the advisory database cannot be fetched from here"
else
  cargo deny --locked check advisories
fi
