# Minga's commands; `make` alone lists them.

VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
PYTHON ?=
ARGS ?=
LANGUAGES := $(wildcard bot/words/locales/*.po)
TEMPLATE := bot/words/locales/minga.pot
AT_ONCE := -n 3 --dist loadfile --no-loadscope-reorder
VALIDATOR := vnu-jar@26.9.27

.DEFAULT_GOAL := help
.PHONY: help run story test bench chaos screenshots validator check coverage mutants format docs words pins clean
.DELETE_ON_ERROR:

help: ## this list
	@sed -n 's/^\([a-z][a-z]*\):.*## \(.*\)/make \1@\2/p' Makefile | while IFS=@ read -r name what; do printf '%-17s %s\n' "$$name" "$$what"; done

run: $(VENV)/.for-running ## install what is missing and run Minga; without DISCORD_TOKEN, the sandbox in your browser
	@exec $(BIN)/python -m bot run $(ARGS)

story: $(VENV)/.for-running ## play a vote in the sandbox without a browser and print it as a transcript
	@exec $(BIN)/python -m bot sandbox --story $(ARGS)

test: $(VENV)/.for-testing ## install what tests need and run them; ARGS picks some, like ARGS=tests/domain
	$(BIN)/python -m pytest $(ARGS)

bench: $(VENV)/.for-testing ## measure taps from Discord to the disk; the figures go to build/bench.json
	$(BIN)/python -m tests.benchmarks $(ARGS)

chaos: $(VENV)/.for-testing ## whatever takes long, row by row, for hours; the figures go to docs/evidence.md. ARGS=--list names the rows
	$(BIN)/python -m tests.chaos $(ARGS)

screenshots: $(VENV)/.for-testing ## do the whole job in a real browser, read the commons, and keep the pictures in docs/images
	@mkdir -p docs/images
	MINGA_IMAGES=docs/images $(BIN)/python -m pytest tests/browser/test_main_job.py tests/browser/test_commons_walk.py

validator: ## bring the W3C's checker of HTML, which tests then use; it needs npm to come and Java to run
	@npm install --prefix build/validator --no-save --ignore-scripts --no-audit --no-fund --loglevel=error $(VALIDATOR)

check: $(VENV)/.for-testing ## everything that must hold before a commit: form, lint, types, floors, coverage, tests
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	@$(MAKE) --no-print-directory coverage
	@$(MAKE) --no-print-directory test ARGS='$(AT_ONCE) --ignore=tests/domain --ignore=tests/services'

coverage: $(VENV)/.for-testing ## run the tests of rules and use cases, and see that they leave no branch out
	@$(MAKE) --no-print-directory test ARGS='$(AT_ONCE) tests/domain tests/services \
		--cov=bot.domain --cov=bot.services --cov-branch --cov-report=term --cov-fail-under=99.9'

mutants: $(VENV)/.for-testing ## change the rules in every small way and see whether a test of theirs notices
	@$(PIP) install -q -c constraints.txt mutmut
	rm -rf mutants && $(BIN)/mutmut run $(ARGS)
	@$(BIN)/python -m tests.domain.mutants

format: $(VENV)/.for-testing ## bring the code into its form
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

docs: $(VENV)/.for-testing ## write docs/commands.md, docs/map.md and the examples of docs/deciding.md anew from the code
	$(BIN)/python -m docs.generate

words: $(VENV)/.for-testing ## gather the texts anew, and mark in every language what is to be translated
	$(BIN)/pybabel -q extract --omit-header --no-default-keywords -k say -k count:1,2 -k _ --add-location file \
		--add-comments 'For translators:' \
		--sort-by-file --width 120 -o $(TEMPLATE) bot/words bot/web cogs
	@set -e; for language in $(LANGUAGES); do \
		$(BIN)/pybabel -q update --previous --ignore-obsolete --ignore-pot-creation-date --width 120 \
			-i $(TEMPLATE) -o $$language -l $$(basename $$language .po); \
	done

pins: $(VENV)/.for-running ## write constraints.txt anew with today's newest versions
	rm -rf build/pins && $(BIN)/python -m venv build/pins
	build/pins/bin/python -m pip --disable-pip-version-check install -q '.[dev,postgres]' mutmut
	@{ grep -e '^#' -e ';' constraints.txt; build/pins/bin/python -m pip freeze --exclude minga \
		$$(sed -n 's/^\([^#=]*\)==.*;.*/--exclude \1/p' constraints.txt); } > build/constraints.txt
	@mv build/constraints.txt constraints.txt && rm -r build/pins

clean: ## take away the environment and everything that was built; data stays
	rm -rf $(VENV) build dist mutants .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

# What is installed is remembered by two stamps, so that a second `make run` starts at once.

$(VENV)/.for-running: pyproject.toml constraints.txt
	@if ! $(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
		for candidate in $(PYTHON) python3.13 python3.12 python3.11 python3; do \
			$$candidate -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; \
			candidate=; \
		done; \
		if [ -z "$$candidate" ]; then \
			echo 'Minga needs Python 3.11 or newer, with its venv module (on Debian and Ubuntu: python3-venv).' >&2; \
			echo 'If you have it under another name: make run PYTHON=/path/to/python3' >&2; \
			exit 1; \
		fi; \
		echo "Making a virtual environment in $(VENV) with $$($$candidate --version) …"; \
		rm -rf $(VENV) && $$candidate -m venv $(VENV); \
	fi
	@echo 'Installing what Minga runs with …'
	@$(PIP) install -q -c constraints.txt -e .
	@touch $@

$(VENV)/.for-testing: $(VENV)/.for-running
	@echo 'Installing what tests need …'
	@$(PIP) install -q -c constraints.txt -e '.[dev,postgres]'
	@touch $@
