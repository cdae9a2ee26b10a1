#!/usr/bin/env bash
# Adds the standard library for the browser, which the app is compiled against.
set -euo pipefail
source "$(dirname "$0")/env.sh"

target=wasm32-unknown-unknown
if [ -d "$(rustc --print sysroot)/lib/rustlib/$target" ]; then
  exit 0
fi
if ! command -v rustup >/dev/null; then
  say "Rust's $target target is missing: install it with the package manager that installed Rust"
  exit 1
fi
say "Adding Rust's $target target"
rustup target add "$target"
