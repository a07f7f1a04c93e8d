# The project's commands; `make help` lists them.
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help environment report test lint format lab lock benchmarks clean

help: ## list these commands
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' Makefile | expand -t 20

environment: ## build .venv from requirements.lock (what is there already is kept)
	@PYTHON="$(PYTHON)" .ci/environment

report: environment ## seed the default database, then make every report
	$(BIN)/crm-analysis seed --dataset complete-journey
	$(BIN)/crm-analysis report

test: environment ## run every test; says what a missing program left out
	$(BIN)/pytest --numprocesses auto

lint: environment ## check the style of Python, notebooks and SQL
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/sqlfluff lint --processes 0 sql
	$(BIN)/nbstripout --verify --keep-id notebooks/*.ipynb notebooks/templates/*.ipynb

format: environment ## put Python, notebooks and SQL into that style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/sqlfluff fix --processes 0 sql
	$(BIN)/nbstripout --keep-id notebooks/*.ipynb notebooks/templates/*.ipynb

lab: environment ## open the notebooks in JupyterLab
	$(BIN)/jupyter lab notebooks

lock: ## bring requirements.lock in step with pyproject.toml (needs uv)
	uv pip compile --quiet pyproject.toml --all-extras --generate-hashes --universal \
		--python-version 3.11 --no-header --no-annotate --no-emit-index-url \
		--no-emit-find-links --output-file requirements.lock

benchmarks: environment ## time the project beside its peers
	$(BIN)/python -m benchmarks

clean: ## remove .venv and caches; databases and reports stay
	rm -rf .venv .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +
