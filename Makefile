# The commands of this project. Everything runs inside .venv, which `make install` prepares.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
SEEDS ?= 10000
FIRST_SEED ?= 1
SECONDS ?= 60

.PHONY: install develop up test check sim crash bench load fuzz pages screenshots clean

install: .venv/installed        ## the program itself, in .venv
develop: .venv/developed        ## the program and what its tests need

.venv/bin/uv: requirements/uv.txt
	@./scripts/make-environment "$(PYTHON)"

.venv/installed: .venv/bin/uv requirements/run.txt pyproject.toml
	@test -e .venv/developed || $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/run.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

.venv/developed: .venv/bin/uv requirements/develop.txt .venv/installed
	@./scripts/install-readers
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/develop.txt
	@./scripts/install-browser
	@touch $@

.venv/fuzzing: .venv/developed requirements/fuzz.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --only-binary atheris --require-hashes -r requirements/fuzz.txt || { \
	  echo "atheris is built for Python 3.11 to 3.14 on 64-bit Intel Linux; here is $$($(BIN)/python --version) on $$(uname -m)." \
	    "Name another: make clean, then make PYTHON=python3.13 fuzz" >&2; exit 1; }
	@touch $@

up: install                     ## all parties on this machine, with the demo shop
	@$(BIN)/countertop up

check: develop                  ## style, types, walls between rooms
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/ruff format --check src tests benchmarks
	$(BIN)/mypy
	$(BIN)/lint-imports

test: check                     ## everything that must hold before a change lands
	$(BIN)/pytest -n auto

sim: develop                    ## the made-up world: make sim SEEDS=10000 FIRST_SEED=1
	$(BIN)/countertop simulate --seeds $(SEEDS) --first $(FIRST_SEED)

crash: develop                  ## every flow, every party stopped at every durable write, and again while it recovers
	$(BIN)/python -m tests.crash.exhaustive

fuzz: .venv/fuzzing             ## hunt with coverage through every parser: make fuzz SECONDS=60 (for each)
	$(BIN)/python -m tests.fuzz.coverage_guided --seconds $(SECONDS)

pages: develop                  ## the generated pages of docs/: dialects, matrix of messages
	$(BIN)/python scripts/write-pages

screenshots: develop            ## a picture of every page, in both languages, light and dark, into build/pictures
	$(BIN)/python scripts/take-screenshots

bench: develop                  ## us beside a peer, ratios printed
	$(BIN)/python -m benchmarks

clean:
	rm -rf .venv .mypy_cache .ruff_cache build dist src/*.egg-info
