# Everything that is done to this project from the outside. `make help` lists it.

PY ?= python3
HOST ?= 127.0.0.1
PORT ?= 5000
WORKERS ?= 3

PYTHON := .venv/bin/python
PIP := $(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes
FLASK := $(PYTHON) -m flask --app wsgi
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header

.DEFAULT_GOAL := run
.NOTPARALLEL:
.PHONY: run test check lint setup setup-dev assets bench lock help

run: export TRACKER_ENV := development
run: export SERVICE_URL ?= http://$(HOST):$(PORT)
run: setup ## set up what is missing, then serve the demonstration at HOST:PORT, with its worker
	@$(FLASK) prepare
	@$(PYTHON) tools/serve.py --host $(HOST) --port $(PORT)

test: lint ## every check and test this machine can run; what it cannot is skipped by name
	$(PYTHON) tools/with_postgresql.py $(PYTHON) -m pytest -q -n $(WORKERS) --dist worksteal

check: lint ## the same without the browser
	$(PYTHON) -m pytest -q -n $(WORKERS) --dist worksteal -m "not journey"

lint: setup-dev
	$(PYTHON) -m ruff check
	$(PYTHON) -m ruff format --check
	$(PYTHON) -m mypy

setup: .venv/.runtime assets ## the environment and the front end, and nothing else

setup-dev: .venv/.dev assets

assets: | .venv/bin/python
	@$(PYTHON) tools/assets.py

bench: setup-dev ## the benchmarks, one after another
	@set -e; for benchmark in benchmarks/*.py; do echo "== $$benchmark"; $(PYTHON) "$$benchmark"; done

lock: ## write the lock files again from the .in files and package.json (needs uv and npm)
	$(LOCK) requirements.in -o requirements.txt
	$(LOCK) requirements-dev.in -c requirements.txt -o requirements-dev.txt
	$(LOCK) requirements-assets.in -o requirements-assets.txt
	npm install --package-lock-only

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-6s  %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# The environment. A stamp is written after its packages, so that what stopped half-way is done again.

.venv/bin/python:
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	    echo "Python 3.11 or later is needed, and '$(PY)' is not one: try make PY=python3.12" >&2; \
	    exit 1; }
	@$(PY) -c 'import ensurepip' 2>/dev/null || { \
	    echo "This Python cannot make environments: on Debian, apt install python3-venv" >&2; \
	    exit 1; }
	@rm -rf .venv
	@$(PY) -m venv .venv || { rm -rf .venv; exit 1; }

.venv/.runtime: requirements.txt | .venv/bin/python
	@echo "Installing the packages of requirements.txt"
	@$(PIP) -r requirements.txt
	@touch $@

# The test packages stand on the runtime packages: whoever has these has those.
.venv/.dev: requirements-dev.txt | .venv/bin/python
	@echo "Installing the packages of requirements-dev.txt"
	@$(PIP) -r requirements-dev.txt
	@touch .venv/.runtime $@
