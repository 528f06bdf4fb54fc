# The two commands that a newcomer needs, and those for working on Portico itself.
#
#   make run        build the example, migrate, load demo data, make a superuser, serve on http://127.0.0.1:8000
#   make test       build and run all tests; the last line counts them
#   make test-all   what is slow besides: sanitizers, Clang, long random runs
#
# Each installs the Debian packages that it needs.

SHELL := /bin/bash
PRESET ?= dev
JOBS ?= 2
BUILD := build/$(PRESET)

.PHONY: run test test-all build release bench packages test-packages all-packages clean

run: packages
	@tools/run-example $(BUILD) $(JOBS)

test: test-packages
	@tools/run-tests $(BUILD) $(JOBS)

test-all: test all-packages
	@tools/run-slow-tests $(JOBS)

build: packages
	@cmake --preset $(PRESET) > /dev/null && cmake --build $(BUILD) -j $(JOBS)

release:
	@$(MAKE) --no-print-directory build PRESET=release

packages:
	@tools/install-packages build

test-packages:
	@tools/install-packages build test

all-packages:
	@tools/install-packages build test slow

clean:
	rm -rf build
