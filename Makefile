# Everything a newcomer needs, with only Python 3.11+ and make. `make help` lists the words.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.9
# A machine that keeps no compiled modules compiles the bot anew in each process: 2 s, and the tests start a hundred.
export PYTHONDONTWRITEBYTECODE :=
# The certificates of the machine, not those uv brings: a proxy may have its own.
INSTALL := VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --system-certs

.DEFAULT_GOAL := help
.PHONY: help demo tour test fuzz test-browser test-kill test-deploy test-watch pictures check fix settings run bench bench-compare chaos audit licences sbom lock clean

# Debian's Chromium, with British date fields and the fonts that make its pictures look alike everywhere.
BROWSER := chromium chromium-l10n fonts-lato fonts-noto-color-emoji
CHROMIUM := dpkg -s $(BROWSER) >/dev/null 2>&1 || { [ "$$(id -u)" = 0 ] && apt-get update -qq \
	&& DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(BROWSER); }
# Debian's Prometheus, unpacked in .venv: installing it would start it.
PROMETHEUS := command -v promtool >/dev/null || [ -x $(VENV)/prometheus/usr/bin/promtool ] || { mkdir -p $(VENV)/prometheus \
	&& cd $(VENV)/prometheus && { apt-get download -qq prometheus 2>/dev/null || { apt-get update -qq && apt-get download -qq prometheus; }; } \
	&& dpkg -x prometheus_*.deb . && rm prometheus_*.deb; }
NO_CHROMIUM := echo 'Only root can install what is missing here: apt-get install $(BROWSER)'


help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(BIN)/uv:
	@$(PYTHON) -c 'import sys; sys.exit("propops-slack needs Python 3.11 or newer: make PYTHON=python3.11" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

$(VENV)/.runtime: requirements.txt pyproject.toml | $(BIN)/uv
	$(INSTALL) --require-hashes -r requirements.txt
	$(INSTALL) --no-deps -e .
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.runtime
	$(INSTALL) --require-hashes -r requirements-dev.txt
	@touch $@

$(VENV)/.browser: requirements-browser.txt $(VENV)/.dev
	$(INSTALL) --require-hashes -r requirements-browser.txt
	@touch $@

$(VENV)/.deploy: requirements-deploy.txt $(VENV)/.dev
	$(INSTALL) --require-hashes -r requirements-deploy.txt
	@touch $@

demo: $(VENV)/.runtime ## the whole bot against the built-in sandbox, until Ctrl-C
	$(BIN)/propops-bot demo

tour: $(VENV)/.runtime ## the same, walked by itself in the terminal
	$(BIN)/propops-bot demo --tour

run: $(VENV)/.runtime ## propops-bot serve, with the settings of .env
	$(BIN)/propops-bot serve

test: $(VENV)/.dev ## every test that needs nothing installed
	$(BIN)/python -m pytest -n 6 --dist worksteal -rs -m "not browser and not kill"

fuzz: $(VENV)/.dev ## the property tests with other examples than ever, ten times as many
	$(BIN)/python -m pytest -n 4 --dist worksteal -m "hypothesis and not browser and not kill" --hypothesis-profile=fuzz

test-browser: $(VENV)/.browser ## the page of the demo, in a real Chromium
	@$(CHROMIUM) || $(NO_CHROMIUM)
	$(BIN)/python -m pytest tests/browser -n 2 --dist worksteal -rs

test-kill: $(VENV)/.dev ## bots as processes: killed at every point, frozen, two on one Postgres, measured and lied to
	$(BIN)/python -m pytest -n 4 --dist worksteal -rs -m kill

test-deploy: $(VENV)/.deploy ## the files of docs/deploy, against the published schemas
	$(BIN)/python -m pytest tests/deploy -rs

test-watch: $(VENV)/.dev ## metrics, dashboard and alerts, in a real Prometheus
	@$(PROMETHEUS) || echo 'There is no Prometheus, and none can be had here: apt-get download prometheus'
	$(BIN)/python -m pytest tests/watch -rs

pictures: $(VENV)/.browser ## docs/pictures and docs/gallery.md anew, from the page of the demo
	@$(CHROMIUM) || { $(NO_CHROMIUM); exit 1; }
	$(BIN)/python -m tests.browser.pictures

check: $(VENV)/.dev ## format, lint, types, import contracts; what the bot draws against Slack's published types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.slack_types $(VENV)/slack-types

fix: $(VENV)/.dev ## format and repair what a tool can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

settings: $(VENV)/.runtime ## the settings in README.md and .env.example, and the metrics in docs/watching.md, anew from the code
	$(BIN)/python -m bot.cli.settings_docs
	$(BIN)/python -m bot.cli.metrics_docs

bench: $(VENV)/.dev ## docs/performance.md anew, in ten minutes; ONLY=group, DATABASE=sqlite, RUNS=3, OUT=file.json
	$(BIN)/python -m tests.bench $(if $(ONLY),--only $(ONLY)) $(if $(DATABASE),--database $(DATABASE)) $(if $(RUNS),--runs $(RUNS)) $(if $(OUT),--out $(OUT))

bench-compare: $(VENV)/.dev ## two files of make bench OUT=… as one table: BEFORE=file.json AFTER=file.json
	$(BIN)/python -m tests.bench.results $(BEFORE) $(AFTER)

chaos: $(VENV)/.dev ## kills the bot again and again, on SQLite and Postgres, and counts what came of it
	$(BIN)/python -m tests.chaos

audit: | $(BIN)/uv ## known vulnerabilities of the pinned packages; Error 3: the advisories could not be read
	$(BIN)/python -m bot.cli.advisories $(BIN)/uv

licences: $(VENV)/.dev ## docs/licences.md anew, from what the pinned packages say of themselves
	$(BIN)/python -m tests.licences

sbom: $(VENV)/.deploy ## build/sbom.json: what the bot is made of, as CycloneDX, with versions and licences
	$(BIN)/uv venv --quiet --clear build/sbom
	VIRTUAL_ENV=build/sbom $(BIN)/uv pip install --quiet --system-certs --require-hashes -r requirements.txt
	$(BIN)/cyclonedx-py environment build/sbom --pyproject pyproject.toml --mc-type application --output-reproducible -o build/sbom.json

lock: | $(BIN)/uv ## new requirements*.txt from pyproject.toml
	$(BIN)/uv pip compile --system-certs --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet --upgrade pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --system-certs --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet --upgrade --constraint requirements.txt --group dev -o requirements-dev.txt
	$(BIN)/uv pip compile --system-certs --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet --upgrade --constraint requirements.txt --constraint requirements-dev.txt --group browser -o requirements-browser.txt
	$(BIN)/uv pip compile --system-certs --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet --upgrade --constraint requirements.txt --constraint requirements-dev.txt --group deploy -o requirements-deploy.txt

clean: ## removes what make built
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache
