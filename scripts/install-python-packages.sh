#!/usr/bin/env bash
# install-python-packages.sh NAME LIST PURPOSE: a Python with the packages of LIST in the cache, once per NAME.
set -euo pipefail
source "$(dirname "$0")/env.sh"

root=$tools_dir/$1 list=$repo_root/$2 purpose=$3
if [ -x "$root/bin/python" ]; then
  exit 0
fi

say "Installing $purpose into $root (once)"
mkdir -p "$tools_dir"
# Installed beside its final place and renamed: an interrupted run leaves nothing that looks complete.
partial=$(mktemp -d "$tools_dir/.partial-XXXXXX")
trap 'rm -rf "$partial"' EXIT
python3 -m venv "$partial"
"$partial/bin/pip" install --quiet --disable-pip-version-check --require-hashes --only-binary :all: --no-deps \
  --requirement "$list"
chmod 755 "$partial"
mv "$partial" "$root"
