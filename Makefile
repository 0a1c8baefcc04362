# Backprop Explorer. `make help` lists the commands; each works from nothing on a machine with python3 and make.

HOST ?= 127.0.0.1
PORT ?= 8000
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
JS_TESTS = $(wildcard tests/js/*.test.js tests/js/*.test.mjs tests/js/*/*.test.js)

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test test-long bench check clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/.run ## start the explorer at http://127.0.0.1:8000 (HOST=, PORT=)
	@exec $(BIN)/backprop-explorer --host $(HOST) --port $(PORT) $(ARGS)

test: $(VENV)/.test browser node ## every test but the long ones (TESTS= for some)
	@$(BIN)/python -m pytest -q $(if $(TESTS),$(TESTS),-n auto --dist worksteal)
	@$(if $(TESTS),,$(if $(JS_TESTS),node --test $(JS_TESTS)))

test-long: $(VENV)/.referee browser ## compare 2,000 fresh networks with PyTorch; every stage under axe
	@$(BIN)/python -m pytest -q -s -m long $(TESTS)

bench: $(VENV)/.test browser ## how long the page takes, beside what it cannot be faster than (ROUNDS=)
	@$(BIN)/python -m tests.benchmarks $(ROUNDS)

check: $(VENV)/.test node_modules/.package-lock.json ## formatting, lint and types, for Python and JavaScript
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy app tests static/vendor/fetch.py
	@node_modules/.bin/eslint --max-warnings 0 .

clean: ## remove everything that make made
	rm -rf $(VENV) node_modules dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find app tests static -name __pycache__ -prune -exec rm -rf {} +

# --- what the commands need -------------------------------------------------------------------------------

# $(call packages,NAMES): a command that installs system packages, as root or by sudo without a password.
packages = { command -v apt-get >/dev/null && { [ "$$(id -u)" = 0 ] || sudo -n true 2>/dev/null; } && { \
	as=; [ "$$(id -u)" = 0 ] || as="sudo -n"; \
	install="$$as env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(1)"; \
	echo "Installing with apt-get: $(1)"; \
	$$install >/dev/null 2>&1 || { $$as apt-get update -qq >/dev/null && $$install >/dev/null; }; }; }

PIP = $(BIN)/python -m pip --disable-pip-version-check
# $(call install,EXTRAS): a command that installs this project with its extras into the environment.
install = { if command -v uv >/dev/null; then uv pip install -q --python $(BIN)/python -e '.$(1)'; \
	else $(PIP) install -q -e '.$(1)'; fi; }

$(BIN)/python:
	@if command -v uv >/dev/null; then uv venv -q --seed $(VENV); else \
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	|| { echo "Python 3.11 or newer is needed; $$($(PYTHON) --version) was found (PYTHON=… names another)." >&2; exit 1; }; \
	$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || $(call packages,python3-venv) \
	|| { echo "Python's venv module is missing: apt-get install python3-venv" >&2; exit 1; }; \
	$(PYTHON) -m venv $(VENV); fi

$(VENV)/.run: pyproject.toml | $(BIN)/python
	@echo "Installing into $(VENV) …"; $(call install,)
	@touch $@

$(VENV)/.test: pyproject.toml | $(BIN)/python
	@echo "Installing into $(VENV), with what the tests need …"; $(call install,[test])
	@touch $@ $(VENV)/.run

$(VENV)/.referee: pyproject.toml | $(BIN)/python
	@echo "Installing into $(VENV), with PyTorch for the CPU …"
	@torch=$$(sed -n 's/^referee = \["\(.*\)"\]/\1/p' pyproject.toml); \
	$(PIP) install -q --no-deps --retries 1 --extra-index-url $(TORCH_FOR_CPU) "$$torch"
	@$(call install,[test$(,)referee])
	@touch $@ $(VENV)/.test $(VENV)/.run

, := ,
TORCH_FOR_CPU := https://download.pytorch.org/whl/cpu

.PHONY: browser node
browser: $(VENV)/.test
	@$(BIN)/python -m tests.browser.chromium >/dev/null 2>&1 || $(call packages,chromium-headless-shell libatomic1) \
	|| echo "No browser for the page's tests: apt-get install chromium-headless-shell libatomic1" >&2

node:
	@command -v node >/dev/null || $(call packages,nodejs) \
	|| { echo "Node.js 18 or newer is needed: apt-get install nodejs" >&2; exit 1; }

node_modules/.package-lock.json: package.json package-lock.json
	@command -v npm >/dev/null || $(call packages,nodejs npm) \
	|| { echo "npm is needed to lint the JavaScript: apt-get install npm" >&2; exit 1; }
	@npm ci --no-audit --no-fund --loglevel=error
	@touch $@
