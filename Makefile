# One entry point. `make help` lists what there is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 8000
STEPS ?= 20000
SEED ?= 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help run test fuzz check bench openapi format lock

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

$(VENV)/.run: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the locked dependencies…"
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	@echo "Installing the locked development tools…"
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

run: $(VENV)/.run ## Install, migrate, load the demo once, serve (HOST=, PORT=)
	@$(BIN)/python -m app migrate
	@$(BIN)/python -m app demo load
	@$(BIN)/python -m app serve --host $(HOST) --port $(PORT)

test: $(VENV)/.dev ## Run the whole suite, on SQLite and, when it answers, PostgreSQL
	@$(BIN)/python -m pytest -n auto $(ARGS)

fuzz: $(VENV)/.dev ## Long random walks over the ways in (STEPS=, SEED=)
	@ESPACE_FUZZ_STEPS=$(STEPS) ESPACE_FUZZ_SEED=$(SEED) $(BIN)/python -m pytest -n auto tests/threats/test_row_13_steps_skipped.py $(ARGS)

check: $(VENV)/.dev ## Static checks: ruff, mypy, import-linter, migration drift, OpenAPI diff
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/python -m scripts.check_migrations
	@$(BIN)/python -m app openapi --check

format: $(VENV)/.dev ## Format the code and mend what can be mended
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format --quiet .

openapi: $(VENV)/.dev ## Write openapi/member.json and openapi/partner.json
	@$(BIN)/python -m app openapi

bench: $(VENV)/.dev ## Measure against the floor; FULL=1 for the full sizes
	@$(BIN)/python -m bench $(if $(FULL),--full)

lock: $(VENV)/.dev ## Resolve the dependencies again, with hashes
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock
