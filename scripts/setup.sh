#!/usr/bin/env bash
# Installs what a fresh machine lacks, by group, and does nothing the second time:
#   build   what the broker and the app need to compile
#   lint    the dependency check
#   test    PostgreSQL, a browser, the gateways of the interop tests (nginx, HAProxy and Apache from Debian, the others
#           by gateways.txt), what the documented scripts use, the packages of the browser tests, and Authlib (authlib.txt)
#   bench   PostgreSQL
#   measure Lighthouse, for measuring the app in a browser
#   peers   PostgreSQL, and the servers Tessera is measured beside, each by the list in its folder of broker/benches/peers
set -euo pipefail
cd "$(dirname "$0")"
source ./env.sh

setup_build() {
  ./install-system-packages.sh \
    gcc=/usr/bin/cc perl=/usr/bin/perl pkg-config=/usr/bin/pkg-config \
    libpq-dev=/usr/include/postgresql/libpq-fe.h libssl-dev=/usr/include/openssl/ssl.h
  require_command cargo "Rust (https://rustup.rs), version $(rust_version) or newer"
  require_command node "Node.js (https://nodejs.org), version 20 or newer"
  require_command npm "npm, which comes with Node.js"
  ./install-wasm-target.sh
  ./install-cargo-tool.sh "trunk@$trunk_version" --locked --no-default-features --features rustls
  # Its lock file names a package version that is no longer served, hence no --locked.
  ./install-cargo-tool.sh "wasm-bindgen-cli@$wasm_bindgen_version"
  ./install-cargo-tool.sh "wasm_split_cli_support@$wasm_split_version" --locked --features build-binary
  ./install-node-packages.sh frontend
}

setup_lint() {
  ./install-cargo-tool.sh "cargo-deny@$cargo_deny_version" --locked --no-default-features
}

setup_test() {
  ./install-system-packages.sh \
    postgresql='/usr/lib/postgresql/*/bin/postgres' chromium=/usr/bin/chromium nginx-light=/usr/sbin/nginx \
    haproxy=/usr/sbin/haproxy apache2=/usr/sbin/apache2 \
    libapache2-mod-auth-openidc=/usr/lib/apache2/modules/mod_auth_openidc.so \
    python3-venv='/usr/lib/python3*/ensurepip/__init__.py' curl=/usr/bin/curl jq=/usr/bin/jq openssl=/usr/bin/openssl
  ./install-gateways.sh
  ./install-python-packages.sh "$authlib" scripts/authlib.txt "Authlib for the OAuth tests"
  ./install-node-packages.sh e2e
}

setup_bench() {
  ./install-system-packages.sh postgresql='/usr/lib/postgresql/*/bin/postgres'
}

setup_measure() {
  ./install-node-packages.sh e2e/measure
}

setup_peers() {
  ./install-system-packages.sh \
    postgresql='/usr/lib/postgresql/*/bin/postgres' python3-venv='/usr/lib/python3*/ensurepip/__init__.py'
  require_command node "Node.js (https://nodejs.org), version 20 or newer"
  require_command npm "npm, which comes with Node.js"
  ./install-node-packages.sh broker/benches/peers/oidc-provider
  ./install-python-packages.sh "$django" broker/benches/peers/django-oauth-toolkit/requirements.txt \
    "django-oauth-toolkit, a server that Tessera is measured beside,"
}

require_command() { # command, where to get it
  command -v "$1" >/dev/null || { say "$1 is missing: install $2"; exit 1; }
}

rust_version() { sed -n 's/^rust-version = "\(.*\)"/\1/p' "$repo_root/Cargo.toml"; }

for group in "${@:-build}"; do
  case $group in
    build | lint | test | bench | measure | peers) "setup_$group" ;;
    *) say "setup: no group '$group' (build, lint, test, bench, measure, peers)"; exit 2 ;;
  esac
done
