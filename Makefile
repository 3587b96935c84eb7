# The verbs of the project. Each installs what it needs beyond a Rust toolchain and Python >= 3.9 (tools/setup.sh).

PORT ?= 8080
PREFIX ?= /usr/local
DESTDIR ?=

.PHONY: help demo demo-c test lint header bindings install clean

help:
	@echo "make demo [PORT=8080]     run examples/demo.py on the release library"
	@echo "make demo-c [PORT=8080]   run the C example on the release library"
	@echo "make test                 all tests: Rust, C, Python"
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

lint:
	cargo fmt --all --check
	cargo clippy --locked --workspace --all-targets -- -D warnings

header:
	BLESS=1 cargo test --locked --test header

bindings: .venv/bin/pytest
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
	$(CC) -std=c99 -O2 -Wall -Wextra -I include -o $@ examples/demo.c target/release/libcerver.so \
		-Wl,-rpath,$(CURDIR)/target/release

.venv/installed: release .venv/bin/pytest $(wildcard pyproject.toml hatch_build.py) $(shell find python -name '*.py*' -not -path '*/__pycache__/*' 2>/dev/null)
	CERVER_LIBRARY=$(CURDIR)/target/release/libcerver.so .venv/bin/python -m pip install -q --disable-pip-version-check .
	touch $@

.venv/bin/pytest: tools/requirements.txt
	tools/setup.sh python
	tools/venv.sh
	touch $@

-include bench/bench.mk
