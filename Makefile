# make run: the playground, or the bot when TELEGRAM_BOT_TOKEN is set. make test: all tests. Nothing to install first.
PYTHON ?= python3
BIN := .venv/bin

# The tests start the bot many times: it is compiled once.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test check fast format lock clean

run: .venv/run.stamp
	@if [ -n "$$TELEGRAM_BOT_TOKEN" ] || grep -qs '^TELEGRAM_BOT_TOKEN=.' .env; then \
		$(BIN)/python -m bot; else $(BIN)/python -m playground; fi

test: .venv/dev.stamp
	$(BIN)/python -m pytest -q -n auto --dist loadfile --no-loadscope-reorder

fast: .venv/dev.stamp
	$(BIN)/python -m pytest -q -m "not browser and not process"

check: .venv/dev.stamp
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy agents benchmarks bot crashes evals ledger manager playground sheets statements
	$(BIN)/lint-imports --config pyproject.toml
	$(BIN)/deptry .

format: .venv/dev.stamp
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

# After a change of the dependencies in pyproject.toml.
lock: .venv/dev.stamp
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate pyproject.toml \
		--extra playground --output-file locks/run.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate pyproject.toml \
		--extra playground --extra figures --group dev --output-file locks/dev.txt

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Threadbook needs Python 3.11 or newer; set PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m venv .venv || \
		{ echo "Python cannot make an environment here; on Debian: apt-get install python3-venv"; exit 1; }

.venv/run.stamp: .venv/bin/python locks/run.txt
	@echo "Installing Threadbook (half a minute, once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r locks/run.txt
	@touch $@

.venv/dev.stamp: .venv/bin/python locks/dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r locks/dev.txt
	@touch $@ .venv/run.stamp

clean:
	rm -rf .venv
