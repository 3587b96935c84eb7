# Benchmarks: included by the root Makefile, or alone: make -f bench/bench.mk bench-servers
# Everything made lies below target/bench.

BENCH_OUT := target/bench
BENCH_CFLAGS := -std=c11 -O2 -Wall -Wextra
BENCH_PYTHON ?= python3

.PHONY: bench bench-abuse bench-echo bench-packets bench-servers bench-library bench-peers bench-python-peers

# All servers that can run here, all kinds of load.
bench:
	$(BENCH_PYTHON) bench/run.py

# What hostile clients do to others: the program of the test, with the bounds of an idle machine. It prints figures.
bench-abuse:
	ABUSE_STRICT=1 cargo test --locked --release --test abuse -- --nocapture --test-threads=1

# Packets that are sent back, beside a bare loop.
bench-packets: $(BENCH_OUT)/packets
	$(BENCH_PYTHON) bench/packets.py $<

# Bytes that are sent back, by every face, beside a bare loop; with uvloop and ESocketS where there are.
bench-echo: $(BENCH_OUT)/echo $(BENCH_OUT)/echo_load
	$(BENCH_PYTHON) -m venv $(BENCH_OUT)/venv
	-$(BENCH_OUT)/venv/bin/pip install --quiet uvloop==0.23.0 ESocketS==0.1.7
	$(BENCH_PYTHON) bench/echo.py

# The library as released, the server on it, the bare loops and the load generators.
bench-servers: bench-library $(BENCH_OUT)/hello $(BENCH_OUT)/raw $(BENCH_OUT)/load $(BENCH_OUT)/raw_ws $(BENCH_OUT)/ws_load

bench-library:
	cargo build --locked --release --package cerver-ffi

$(BENCH_OUT)/hello: bench/hello.c include/cerver.h | bench-library
	@mkdir -p $(@D)
	$(CC) $(BENCH_CFLAGS) -Iinclude $< -o $@ -Ltarget/release -lcerver '-Wl,-rpath,$$ORIGIN/../release'

$(BENCH_OUT)/packets: bench/packets.c include/cerver.h | bench-library
	@mkdir -p $(@D)
	$(CC) $(BENCH_CFLAGS) -Iinclude $< -o $@ -Ltarget/release -lcerver '-Wl,-rpath,$$ORIGIN/../release'

$(BENCH_OUT)/echo: bench/echo.c include/cerver.h | bench-library
	@mkdir -p $(@D)
	$(CC) $(BENCH_CFLAGS) -Iinclude $< -o $@ -Ltarget/release -lcerver '-Wl,-rpath,$$ORIGIN/../release'

$(BENCH_OUT)/echo_load: bench/echo_load.c
	@mkdir -p $(@D)
	$(CC) $(BENCH_CFLAGS) $< -o $@

$(BENCH_OUT)/raw: bench/raw.c
	@mkdir -p $(@D)
	$(CC) $(BENCH_CFLAGS) $< -o $@ -pthread

$(BENCH_OUT)/load $(BENCH_OUT)/raw_ws $(BENCH_OUT)/ws_load: $(BENCH_OUT)/%: bench/%.c
	@mkdir -p $(@D)
	$(CC) $(BENCH_CFLAGS) $< -o $@

# hyper and may_minihttp: a workspace of its own.
bench-peers:
	cargo build --locked --release --manifest-path bench/peers/Cargo.toml --target-dir $(BENCH_OUT)/peers

# pycerver is the published package, which runs on the library of this tree. bjoern needs a C compiler and libev's
# headers; without them the others are still installed.
bench-python-peers:
	$(BENCH_PYTHON) -m venv $(BENCH_OUT)/venv
	$(BENCH_OUT)/venv/bin/pip install --quiet granian pycerver==0.9.8 'setuptools<80' wheel
	-$(BENCH_OUT)/venv/bin/pip install --quiet --no-build-isolation bjoern
