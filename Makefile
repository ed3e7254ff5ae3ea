# Every routine act is a target; `make help` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help install demo test lint bench fire serve picture pages lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

$(INSTALLED): requirements/dev.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(INSTALLED)

install: $(INSTALLED) ## make .venv and install everything, hash-checked

demo: $(INSTALLED) ## record the year 2019 of Huancui, reconcile it and verify the log
	$(BIN)/qingce demo

test: $(INSTALLED) ## run every test
	$(BIN)/python -m pytest -n 2

lint: $(INSTALLED) ## style, types and the import contract
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fire: $(INSTALLED) ## kill, cut, freeze and fill what the log runs on, for ten minutes, and check what is left
	$(BIN)/python -m tests.fire

bench: $(INSTALLED) ## measure against the limits and the peers, side by side
	$(BIN)/qingce bench

serve: $(INSTALLED) ## API and web pages
	$(BIN)/qingce serve

picture: $(INSTALLED) ## draw the README's picture from the demo's data folder
	$(BIN)/qingce reconcile --year 2019 --json | $(BIN)/python -m tools.picture > docs/images/demo.svg

pages: $(INSTALLED) ## renew what the registers' pages say of their declarations
	$(BIN)/python -m tools.register_pages

lock: $(INSTALLED) ## renew the hash-locked requirements
	cd requirements && for name in run extras dev; do ../$(BIN)/pip-compile --quiet --allow-unsafe --generate-hashes \
		--no-emit-find-links --no-emit-index-url --no-emit-trusted-host --strip-extras --output-file $$name.txt $$name.in; done

clean: ## remove what make made (never the data folder)
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache
