# Every target makes its own environment first; a second run does not make it again. Python 3.11 and make are enough.
PYTHON ?= $(shell sh tools/find-python || echo false)
IN     := .venv/bin

.PHONY: help run test lint soak bench docs

help:   ## say what there is to make
	@grep -E '^[a-z]+: .*##' Makefile | sed -e 's/:.*##/:/' | sort

run:    ## serve the demo office on http://127.0.0.1:8000 (POLKU_PORT); its data is kept in var/
	@$(PYTHON) tools/prepare.py
	@$(IN)/polku serve --demo

test:   lint ## lint, then every test; says at the end what had to be left out
	@$(IN)/python -m tests.chromium
	@$(IN)/pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)

lint:   ## ruff, mypy, and the arrows between the packages
	@$(PYTHON) tools/prepare.py lint test
	@$(IN)/ruff check .
	@$(IN)/ruff format --check .
	@$(IN)/mypy
	@$(IN)/lint-imports --no-logo

soak:   ## the long fault tests: thousands of random kills; prints seed and figures (ARGS="--kills 1000 --seed 7")
	@$(PYTHON) tools/prepare.py lint test
	@$(IN)/python -m tests.faults.soak $(ARGS)

bench:  ## run every benchmark and write docs/benchmarks.md
	@$(PYTHON) tools/prepare.py lint test bench
	@$(IN)/python -m tests.benchmarks --all --markdown docs/benchmarks.md

docs:   ## renew what is made from the program: the screenshots under docs/screenshots
	@$(PYTHON) tools/prepare.py lint test
	@$(IN)/python -m tests.chromium
	@$(IN)/python -m tests.browser.screenshots docs/screenshots
