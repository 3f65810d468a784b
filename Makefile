.DEFAULT_GOAL := help
PY := .venv/bin/python
STAMP := .venv/.installed

help: ## What there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(STAMP): pyproject.toml uv.lock
	@python3.11 --version >/dev/null 2>&1 || { echo "Python 3.11 is needed and was not found. Install it (python3.11 on the PATH), then try again."; exit 1; }
	@test -x .venv/bin/uv || { python3.11 -m venv .venv && .venv/bin/python -m pip -q --disable-pip-version-check install uv==0.13.8; }
	@.venv/bin/uv sync --frozen --inexact -q
	@touch $@

setup: $(STAMP) ## Virtual environment and locked dependencies

test: $(STAMP) ## All tests, on a real PostgreSQL
	@$(PY) -m pytest

check: $(STAMP) ## Format, lint, types, imports, migrations, cards
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@$(PY) -m mypy .
	@.venv/bin/lint-imports
	@$(PY) manage.py makemigrations --check --dry-run
	@$(PY) manage.py lint_cards

clean: ## Remove everything generated
	@rm -rf var .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
.PHONY: help setup test check clean
