# Tessera: every task of the project. `make help` lists them.
SHELL := /usr/bin/env bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

LISTEN ?= 127.0.0.1:8080
DATA ?= ./data
# A release binary carries its own PostgreSQL client, so that it runs on machines without libpq.
RELEASE_FLAGS := --locked --release --package tessera-broker --features pg-bundled
RUST_TESTS := cargo test --locked --package tessera-shared --package tessera-broker --lib --bins --tests

.PHONY: help run build spa broker test lint rust-lint deny rust-test e2e e2e-run pictures bench bench-peers measure walks setup clean

help: ## List the tasks
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  \033[1m%-11s\033[0m %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## Start Tessera with demo data (LISTEN=127.0.0.1:8080 DATA=./data)
	target/release/tessera serve --demo --data $(DATA) --listen $(LISTEN)

build: spa ## Build the release binary, app included, at target/release/tessera
	cargo build $(RELEASE_FLAGS)

spa: setup ## Build the single-page app into dist/
	scripts/build-spa.sh

test: ## Everything a change must pass: lint, app, Rust tests on both databases, browser journeys
	scripts/setup.sh build lint test
	scripts/steps.sh lint spa rust-test e2e-run

lint: ## Formatting, clippy for the broker and for the app, licences and sources of dependencies
	scripts/setup.sh build lint
	scripts/lint.sh

rust-test: ## Rust tests with a throw-away PostgreSQL, and the app's logic natively; ARGS="name" selects
	scripts/with-postgres.sh $(RUST_TESTS) $(ARGS)
	cargo test --locked --package tessera-broker --doc $(ARGS)
	cargo test --locked --package tessera-frontend $(ARGS)

e2e: ## Browser journeys against the debug binary; ARGS="file" selects
	scripts/setup.sh build test
	$(MAKE) spa e2e-run

e2e-run:
	cargo build --locked --package tessera-broker
	cd e2e && npm run check
	scripts/with-postgres.sh scripts/e2e.sh $(ARGS)

pictures: e2e ## Take the pictures of the documentation anew from a run of the browser journeys
	node scripts/place-pictures.mjs
	cp e2e/pictures/add-customer-3-light-1440.png docs/pictures/customer-add.png
	cp e2e/pictures/add-customer-5-light-1440.png docs/pictures/customer-call.png
	cp e2e/pictures/tenant-brand-dark-1440.png docs/pictures/customer-brand.png
	cp e2e/pictures/policy-changed-light-1440.png docs/pictures/customer-policy.png
	for step in request narrowed approved; do cp e2e/pictures/phone-$$step-light-360.png docs/pictures/phone-$$step.png; done

bench: build ## Measure the release binary against the numbers it has to reach
	scripts/setup.sh bench
	scripts/bench.sh

bench-peers: build ## Measure introspection beside that of oidc-provider and django-oauth-toolkit, which it installs
	scripts/setup.sh peers
	scripts/bench-peers.sh

measure: build ## Measure the app in the browser: Lighthouse, switching, typing and scrolling; ARGS="smooth" selects
	scripts/setup.sh test measure
	scripts/measure.sh $(ARGS)

walks: ## 10,000 random walks through two tabs instead of the 200 of `make test`, which takes hours; SEED=n is the first
	scripts/setup.sh build test
	$(MAKE) spa
	E2E_WALKS=10000 E2E_SEED=$(or $(SEED),1) $(MAKE) e2e-run ARGS=specs/interleavings.spec.ts

setup: ## Install what a build needs and this machine lacks
	scripts/setup.sh build

clean: ## Remove everything that was built; tools and data stay
	rm -rf target dist frontend/build frontend/node_modules broker/benches/peers/*/node_modules
	rm -rf e2e/node_modules e2e/measure/node_modules e2e/test-results e2e/playwright-report
