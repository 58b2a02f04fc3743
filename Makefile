# Every target sets up what it needs; only Python 3.11+, git and make are expected on the machine.
NEW    := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for one in python3 python3.13 python3.12 python3.11; do $$one -c '$(NEW)' 2>/dev/null && echo $$one && exit; done; echo python3)
VENV   := .venv
BIN    := $(VENV)/bin
SHELL  := /bin/bash

.PHONY: setup demo test test-postgresql torture cluster chaos e2e lint bench bench-load bench-scale cover mutants drive docs audit catalogue reading reading-mutations lock clean up site

setup: $(VENV)/.ready

# The lock is also the constraint: pip would otherwise try the newest of a package that is asked for with an extra.
$(VENV)/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c '$(NEW)' 2>/dev/null || { echo "duban needs Python 3.11 or newer; set PYTHON=/path/to/python3.11"; exit 1; }
	@echo "Setting up $(VENV): a minute or two, most of it without a word."
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary=:all: --requirement requirements.lock --constraint requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q duban flows models workflows  # as pip does for all that it does not leave where it is
	touch $@

demo: setup
	$(BIN)/duban demo

up: setup
	$(BIN)/duban up

# In the order of tests/conftest.py: what takes long by itself is begun first.
SPREAD := -n 2 --dist loadfile --no-loadscope-reorder
ONLY   ?=

test: setup  # what starts a Prefect server of its own is walked by `make e2e`
	$(BIN)/python -m pytest $(SPREAD) $(ONLY)

test-postgresql: setup  # every test that needs a database, on a PostgreSQL of its own
	$(BIN)/python -m pytest $(SPREAD) --postgresql tests/duban tests/flows tests/models tests/running tests/stories

ROUNDS ?= 500

torture: setup  # killed at every named step and ROUNDS times at random, disk full, locked out, eight processes at once
	$(BIN)/python -m pytest -n 2 --dist worksteal -m torture -p no:randomly tests/torture --rounds $(ROUNDS)

TASKS ?= 2000

cluster: setup  # PostgreSQL, Redis, two Prefect servers, three workers, the inbox; Ctrl-C stops everything
	PYTHONPATH=.:tests $(BIN)/python tests/cluster --tasks $(TASKS)

GONE ?= 30

chaos: setup  # the same cluster, losing workers, servers, Redis, and its database for GONE seconds, while it sweeps; SHORT=1: a small one, two or three minutes
	$(BIN)/python -m pytest -m cluster -p no:randomly tests/cluster$(if $(SHORT),/test_short.py) --gone $(GONE)

WALKED := tests/running tests/duban/test_up.py tests/flows/test_flows_served.py tests/flows/test_operators_day.py

e2e: setup  # real Prefect servers; looks at what `make demo` left, in a real browser, and kills its processes
	$(BIN)/python -m pytest -m "demo or whole or server" -p no:randomly $(WALKED)

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: setup
	$(BIN)/python -m duban.docs
	$(BIN)/python -m flows.timetable_page
	$(BIN)/python -m flows.prefect_file

site: setup  # build/site: these pages for a browser, from a folder or any web server
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

AUDIT := .venv-audit

$(AUDIT)/.ready:
	$(PYTHON) -m venv $(AUDIT)
	$(AUDIT)/bin/python -m pip install --quiet --disable-pip-version-check pip-audit==2.10.1
	touch $@

audit: $(AUDIT)/.ready  # known vulnerabilities of what is locked; asks pypi.org
	$(AUDIT)/bin/python tests/audit $(AUDIT)/bin/pip-audit

catalogue: setup  # the English of what pages say: adds what is new, drops what is gone
	$(BIN)/python -m duban.catalogue

reading: setup  # docs/reading.md: how well the corpus of notices is read
	PYTHONPATH=.:tests/duban/notices $(BIN)/python tests/duban/notices/reading_page.py

MUTATIONS ?= 10000

reading-mutations: setup  # the corpus as crawling, pasting and mistyping leave it: every span true, no exception
	PYTHONPATH=.:tests/duban/notices $(BIN)/python tests/duban/notices/mutated.py $(MUTATIONS) 7

cover: setup  # the rules, from their own tests alone: every line and every branch
	$(BIN)/coverage erase
	$(BIN)/coverage run --source=workflows -m pytest -n 2 --dist loadfile tests/workflows
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report --show-missing --skip-covered --fail-under=100

mutants: setup  # thousands of runs, an hour or more; `.venv/bin/python tests/mutants FILE …` for some files
	$(BIN)/python tests/mutants

PEERS := .venv-peers

$(PEERS)/.ready: bench/peers/requirements.txt
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --requirement bench/peers/requirements.txt
	touch $@

bench: setup $(PEERS)/.ready  # minutes; what it is measured against is installed beside it, never with it
	PYTHONPATH=.:tests BENCH_PEERS=$(PEERS)/bin/python $(BIN)/python -m bench

bench-load: setup  # two minutes on a machine with nothing else to do: a hundred reviewers before the real server
	PYTHONPATH=.:tests $(BIN)/python -m bench.inbox_load

STORED ?= 1000000

bench-scale: setup  # 8 GB of disk where TMPDIR says, and time: laying a million tasks took six to ten minutes on a busy machine. The same sweep among ever more tasks, up to STORED
	PYTHONPATH=.:tests $(BIN)/python -m bench.scaling --largest $(STORED)
	PYTHONPATH=.:tests $(BIN)/python -m bench.flow_overhead

drive: setup  # the application beside a model of its own, 50,000 steps and more in two processes
	PYTHONPATH=.:tests $(BIN)/python -m driving.long_drive

LOCKED := $(BIN)/uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet --python-version 3.11 --constraint requirements.lock

lock: setup  # of what is locked for everybody, deploy/ holds what the image runs with, and what builds it
	$(BIN)/uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --all-extras --quiet pyproject.toml --python-version 3.11 --output-file requirements.lock
	$(LOCKED) --extra cluster pyproject.toml --output-file deploy/requirements.lock
	echo "setuptools" | $(LOCKED) - --output-file deploy/build.lock

clean:
	rm -rf $(VENV) $(PEERS) $(AUDIT) build *.egg-info .mypy_cache .ruff_cache .pytest_cache
