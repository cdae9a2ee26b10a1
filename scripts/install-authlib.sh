#!/usr/bin/env bash
# install-authlib.sh: a Python with the packages of authlib.txt in the cache, once per list.
set -euo pipefail
source "$(dirname "$0")/env.sh"

root=$tools_dir/$authlib
if [ -x "$root/bin/python" ]; then
  exit 0
fi

say "Installing Authlib for the OAuth tests into $root (once)"
mkdir -p "$tools_dir"
# Installed beside its final place and renamed: an interrupted run leaves nothing that looks complete.
partial=$(mktemp -d "$tools_dir/.partial-XXXXXX")
trap 'rm -rf "$partial"' EXIT
python3 -m venv "$partial"
"$partial/bin/pip" install --quiet --disable-pip-version-check --require-hashes --only-binary :all: --no-deps \
  --requirement "$repo_root/scripts/authlib.txt"
chmod 755 "$partial"
mv "$partial" "$root"
