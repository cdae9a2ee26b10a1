# Where the build tools live, and which versions. Sourced by the other scripts.
# The tools stay outside the clone, so that neither a fresh clone nor `make clean` costs a new compilation of them.
# shellcheck shell=bash

repo_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
tools_dir=${TESSERA_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/tessera/tools}

trunk_version=0.21.14
wasm_split_version=0.2.4
cargo_deny_version=0.20.2
# The command must equal the library exactly, so the lock file is the only place with this number.
wasm_bindgen_version=$(awk '/^name = "wasm-bindgen"$/ { getline; gsub(/[^0-9.]/, ""); print; exit }' "$repo_root/Cargo.lock")
# Each named after the list of what is in it.
gateways=gateways-$(sha256sum "$repo_root/scripts/gateways.txt" | cut -c1-12)
authlib=authlib-$(sha256sum "$repo_root/scripts/authlib.txt" | cut -c1-12)
django=django-$(sha256sum "$repo_root/broker/benches/peers/django-oauth-toolkit/requirements.txt" | cut -c1-12)

for tool in "trunk-$trunk_version" "wasm-bindgen-$wasm_bindgen_version" "wasm_split_cli_support-$wasm_split_version" "cargo-deny-$cargo_deny_version" "$gateways"; do
  PATH=$tools_dir/$tool/bin:$PATH
done
export PATH

say() { printf '==> %s\n' "$*" >&2; }
