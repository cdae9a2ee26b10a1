#!/usr/bin/env bash
# install-system-packages.sh PACKAGE=FILE…: installs the Debian packages whose FILE (a glob) is not there yet.
# Servers among them are not left running: the tests start their own.
set -euo pipefail
source "$(dirname "$0")/env.sh"

missing=()
for pair in "$@"; do
  compgen -G "${pair#*=}" >/dev/null || missing+=("${pair%%=*}")
done
if [ ${#missing[@]} -eq 0 ]; then
  exit 0
fi
if ! command -v apt-get >/dev/null; then
  say "This system has no apt-get. Install what corresponds to these Debian packages, then run this again:"
  say "  ${missing[*]}"
  exit 1
fi

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }

# Debian asks this file whether a freshly installed service may start; 101 means no.
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
  trap 'as_root rm -f $policy' EXIT
  printf '#!/bin/sh\nexit 101\n' | as_root tee $policy >/dev/null
  as_root chmod 755 $policy
fi

say "Installing system packages: ${missing[*]}"
as_root apt-get update -q
as_root env DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends "${missing[@]}" </dev/null

# Nor may they start at the next boot.
for service in postgresql nginx haproxy apache2; do
  case " ${missing[*]} " in
    *" $service"*) if command -v systemctl >/dev/null; then as_root systemctl disable --quiet $service || true; fi ;;
  esac
done
