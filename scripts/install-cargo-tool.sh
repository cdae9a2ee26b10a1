#!/usr/bin/env bash
# install-cargo-tool.sh CRATE@VERSION [cargo install options]: compiles one build tool into the cache, once per version.
# The light profile matters: these tools run for seconds, but optimising them takes minutes.
set -euo pipefail
source "$(dirname "$0")/env.sh"

crate=${1%@*} version=${1#*@}
shift
# The directory is named after the command, which for wasm-bindgen is not the crate.
root=$tools_dir/${crate%-cli}-$version
if [ -d "$root/bin" ]; then
  exit 0
fi

say "Compiling $crate $version into $root (once, a few minutes)"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# Installed beside its final place and renamed: an interrupted run leaves nothing that looks complete.
mkdir -p "$tools_dir"
partial=$(mktemp -d "$tools_dir/.partial-XXXXXX")
trap 'rm -rf "$scratch" "$partial"' EXIT
CARGO_TARGET_DIR=$scratch \
CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_DEBUG=0 \
  cargo install "$crate@$version" --root "$partial" "$@"
mkdir -p "$root"
mv "$partial/bin" "$root/bin"
