.DEFAULT_GOAL := help
PY := .venv/bin/python
STAMP := .venv/.installed
PYTHON ?= $(shell for p in python3.11 python3.12 python3 python; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 13))' 2>/dev/null && echo $$p && break; done)

SAMPLES := $(or $(LOOK_REPLICATOR_SHARED),../shared)/design/samples

help: ## What there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

demo: $(STAMP) ## One job on a real photo, start to end (PHOTO=path SELFIE=path MODE=structure|vibe|ease)
	@$(PY) manage.py demo $(if $(PHOTO),--photo "$(PHOTO)") $(if $(SELFIE),--selfie "$(SELFIE)") $(if $(MODE),--mode "$(MODE)")

serve: $(STAMP) ## Web server and worker on 127.0.0.1:8000 until Ctrl-C (PORT=8001)
	@$(PY) manage.py serve $(if $(PORT),--port "$(PORT)")

test: $(STAMP) ## All tests, on a real PostgreSQL
	@$(PY) -m pytest

check: $(STAMP) ## Format, lint, types, imports, migrations, cards, contracts
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@$(PY) -m mypy .
	@.venv/bin/lint-imports
	@$(PY) manage.py makemigrations --check --dry-run
	@$(PY) manage.py lint_cards
	@$(PY) manage.py export_contracts --check

fuzz: $(STAMP) ## Thousands of generated calls to every operation of the OpenAPI document
	@$(PY) -m tests.fuzz

controls: $(STAMP) ## Take every safety control away in turn and see its test fail
	@$(PY) -m tests.security

chaos: $(STAMP) ## 500 jobs while workers are killed and PostgreSQL is restarted
	@$(PY) manage.py chaos

bench: $(STAMP) ## Speed and memory, as a table and as JSON in var/bench.json
	@$(PY) manage.py bench

bench-admin: $(STAMP) ## Queries and time of the admin's pages over 100,000 jobs and 1,000,000 shades
	@$(PY) manage.py bench_admin

bench-catalog: $(STAMP) ## A catalogue of a million shades: import, colour search, kits (ROWS=1000000)
	@$(PY) manage.py bench_catalog $(if $(ROWS),--rows "$(ROWS)")
bench-pages: $(STAMP) ## How fast the pages can be used, and what they weigh (needs chromium)
	@$(PY) -m tests.pages.browser.speed

screenshots: $(STAMP) ## The pictures in docs/img, from the running pages (needs chromium)
	@$(PY) -m tests.pages.browser.screenshots

eval: $(STAMP) ## The laws of compatibility, looks, steps and kits over made-up faces and golden answers
	@$(PY) manage.py eval_layer1 $(wildcard $(SAMPLES)/compatibility.request.sample.json)
	@$(PY) manage.py eval_layer2
	@$(PY) manage.py eval_layer3

setup: $(STAMP) ## Virtual environment and locked dependencies; the others call it

$(STAMP): pyproject.toml uv.lock
	@test -n "$(PYTHON)" || { echo "Python 3.11 or 3.12 is needed and was not found. Install it, or name it: make PYTHON=/path/to/python3.11"; exit 1; }
	@test -x .venv/bin/uv || { $(PYTHON) -m venv .venv && $(PY) -m pip -q --disable-pip-version-check install uv==0.13.8; }
	@.venv/bin/uv sync --frozen --inexact -q
	@touch $@

clean: ## Remove everything generated, the embedded database included
	@rm -rf var .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.PHONY: help demo serve test check fuzz controls chaos bench bench-admin bench-catalog screenshots eval setup clean bench-pages
