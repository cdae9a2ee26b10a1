#!/usr/bin/env bash
# spa.sh ARGUMENTS…: runs Trunk (build, serve …) with the project's tools and the app's own target directory,
# so that native and browser builds never undo each other.
set -euo pipefail
source "$(dirname "$0")/env.sh"

cd "$repo_root"
export TESSERA_SPLIT_DIR=$repo_root/target/wasm/split
PATH=$repo_root/scripts/bin:$PATH CARGO_TARGET_DIR=$repo_root/target/wasm exec trunk "$@"
