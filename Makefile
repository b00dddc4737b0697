# Two commands for people: `make demo` and `make test`. Everything they need is
# installed into .venv by them.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

.PHONY: demo test lint bench bench-visual install clean

demo: install
	$(BIN)/xiupu demo --port $(PORT)

test: install
	$(BIN)/pytest

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: install
	$(BIN)/python -m bench.ingest
	$(BIN)/python -m bench.text

bench-visual: install
	$(BIN)/python -m bench.visual.run $(if $(DATA),--data "$(DATA)") $(if $(CACHE),--cache "$(CACHE)")

install: $(VENV)/installed

# Installed again only when what is to be installed has changed.
$(VENV)/installed: setup.cfg pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 demo")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(INSTALL) -e '.[dev,neural]' || $(INSTALL) -e '.[dev]'
	$(BIN)/python -m ingest.embedding.making || true
	touch $@

clean:
	rm -rf $(VENV) build dist *.egg-info
