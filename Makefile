# The verbs of the project. Each installs what it needs beyond a Rust toolchain and Python >= 3.9 (tools/setup.sh).

PORT ?= 8080
PREFIX ?= /usr/local
DESTDIR ?=

.PHONY: help demo demo-c test conformance lint header bindings install clean

help:
	@echo "make demo [PORT=8080]     run examples/demo.py on the release library"
	@echo "make demo-c [PORT=8080]   run the C example on the release library"
	@echo "make test                 all tests: Rust, C, Python"
	@echo "make conformance [H1SPEC=http_test.ts] [LLHTTP=test/request]   own cases and suites of others"
	@echo "make lint                 formatting and clippy"
	@echo "make header               write include/cerver.h from the Rust side"
	@echo "make bindings             write the bindings from the header"
	@echo "make install [PREFIX=/usr/local] [DESTDIR=]"
	@echo "make clean                remove what was built"

demo: .venv/installed
	.venv/bin/python examples/demo.py $(PORT)

demo-c: target/demo
	target/demo $(PORT)

test:
	tools/setup.sh test
	python3 tools/test.py

# The suites of others are not part of the project: the paths name files of their repositories.
conformance:
	tools/conformance.py $(if $(H1SPEC),--h1spec $(H1SPEC)) $(if $(LLHTTP),--llhttp $(LLHTTP)) $(if $(WRITE),--write)

lint:
	cargo fmt --all --check
	cargo clippy --locked --workspace --all-targets -- -D warnings

header:
	BLESS=1 cargo test --locked --test header

bindings: .venv/tools
	.venv/bin/python bindings/gen

install:
	tools/setup.sh install
	tools/install.sh "$(PREFIX)" "$(DESTDIR)"

clean:
	cargo clean
	rm -rf .venv build dist

# The library is cargo's to keep current: ask it every time.
.PHONY: release
release:
	tools/setup.sh run
	cargo build --locked --release --package cerver-ffi

target/demo: release examples/demo.c include/cerver.h
	$(CC) -std=c99 -O2 -Wall -Wextra -pthread -I include -o $@ examples/demo.c target/release/libcerver.so \
		-Wl,-rpath,$(CURDIR)/target/release

PACKAGE := pyproject.toml hatch_build.py $(shell find python -name '*.py*' -not -path '*/__pycache__/*')

.venv/installed: release .venv/bin/pip $(PACKAGE)
	CERVER_LIBRARY=$(CURDIR)/target/release/libcerver.so .venv/bin/pip install -q --disable-pip-version-check --force-reinstall .
	touch $@

# What the Python tests and the generator of the bindings use; the package itself needs nothing.
.venv/tools: .venv/bin/pip tests/python/requirements.txt bindings/gen/requirements.txt
	.venv/bin/pip install -q --disable-pip-version-check -r tests/python/requirements.txt
	touch $@

.venv/bin/pip:
	tools/setup.sh python
	tools/venv.sh

-include bench/bench.mk
