# Ringback: every command a person needs. `make help` explains each line.
SHELL := /bin/sh
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# uv installs in a third of the time; where it cannot be had, or knows no way to the packages that
# pip knows (it does not read pip's configuration), pip does it all.
UV := $(BIN)/python -m uv --quiet pip install --python $(BIN)/python --compile-bytecode
JOBS ?= 2

.PHONY: help install demo test faults checks bench check audit format messages lock clean

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST)

$(VENV)/run.stamp: requirements/run.txt requirements/uv.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Ringback needs Python 3.11 or newer; $(PYTHON) is older. Try: make demo PYTHON=python3.11"; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@$(PIP) install --require-hashes --requirement requirements/uv.txt 2>/dev/null || true
	@$(UV) --require-hashes --requirement requirements/run.txt 2>/dev/null || \
	  $(PIP) install --require-hashes --requirement requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp requirements/dev.txt
	@$(UV) --require-hashes --requirement requirements/dev.txt 2>/dev/null || \
	  $(PIP) install --require-hashes --requirement requirements/dev.txt
	@touch $@

install: $(VENV)/run.stamp ## build .venv with everything the product needs

demo: install ## a practice with a believable day at http://127.0.0.1:8008/
	@exec $(BIN)/ringback demo

test: $(VENV)/dev.stamp ## every test that can run on this machine
	$(BIN)/python -m pytest --numprocesses $(JOBS) --dist loadfile $(ARGS)

faults: $(VENV)/dev.stamp ## break things on purpose: kill -9, replays, two at once (about four minutes)
	$(BIN)/python -m pytest tests/faults -p no:randomly $(ARGS)

coverage: $(VENV)/dev.stamp ## every branch of the rules is tested, or this fails
	$(BIN)/coverage run --branch --source=src/ringback/rules -m pytest tests/rules --quiet
	$(BIN)/coverage report --show-missing --skip-covered --fail-under=100

mutation: $(VENV)/dev.stamp ## break the rules on purpose: whatever no test notices is listed (about eight minutes)
	@$(PIP) install --quiet --require-hashes --requirement requirements/mutation.txt
	rm -rf mutants
	TZ=Pacific/Kiritimati $(BIN)/mutmut run # far from UTC: a rule that forgets its zone must fail
	$(BIN)/mutmut results

checks: $(VENV)/dev.stamp ## take each permission check away in turn: one that nothing notices is listed (a minute)
	$(BIN)/python -m pytest tests/house/test_every_check_counts.py -s $(ARGS)

bench: $(VENV)/dev.stamp ## measure; one JSON line per figure (BENCH=name for one of them)
	$(BIN)/python -m bench $(BENCH)

check: $(VENV)/dev.stamp ## lint, types, the import law, migrations, templates, translations, spelling, what looks dangerous
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	DJANGO_SETTINGS_MODULE=ringback.config.settings $(BIN)/python -m django makemigrations --check --dry-run
	$(BIN)/djlint --quiet --check --lint src/ringback/templates
	$(BIN)/python -m messages check
	$(BIN)/deptry .
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive src
	$(BIN)/codespell src tests docs bench messages gates README.md ARCHITECTURE.md CONTRIBUTING.md

audit: $(VENV)/dev.stamp ## known weaknesses of everything we lean on: how many were looked at, and what was found
	$(BIN)/python -m gates

format: $(VENV)/dev.stamp ## put code and templates into the house's form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djlint --quiet --reformat src/ringback/templates

messages: $(VENV)/dev.stamp ## bring the Spanish catalogue up to date with the sources, and compile it
	$(BIN)/python -m messages

lock: ## recompute the hash-pinned requirements (needs uv)
	echo uv | uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate - --output-file requirements/uv.txt
	uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-header --no-annotate pyproject.toml --group build --output-file requirements/run.txt
	uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-header --no-annotate pyproject.toml --group build --group dev --constraint requirements/run.txt \
	  --output-file requirements/dev.txt
	uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-header --no-annotate pyproject.toml --group build --group mutation --constraint requirements/dev.txt \
	  --output-file requirements/mutation.txt

clean: ## remove the environment (the data in .ringback stays)
	rm -rf $(VENV) build dist
