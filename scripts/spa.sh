#!/usr/bin/env bash
# spa.sh ARGUMENTS…: runs Trunk (build, serve …) with the project's tools and the app's own target directory,
# so that native and browser builds never undo each other.
set -euo pipefail
source "$(dirname "$0")/env.sh"

cd "$repo_root"
CARGO_TARGET_DIR=$repo_root/target/wasm exec trunk "$@"
