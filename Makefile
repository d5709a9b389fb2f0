# SPDX-License-Identifier: Apache-2.0
# A thin front over the CMake presets. `make demo` and `make test` work on a fresh Debian 12.

PREFIX ?= /usr/local
RELEASE = build/release

.PHONY: help demo test release install bench clean

help:
	@echo 'make demo      install what is missing, build, scan the samples'
	@echo 'make test      install what is missing, build for debugging, run all tests'
	@echo 'make release   build what is installed: $(RELEASE)/scanner/leakscan, the library'
	@echo 'make install   install it under PREFIX ($(PREFIX)); DESTDIR is respected'
	@echo 'make bench     measure the speed; see bench/'
	@echo 'make clean     remove build/'

demo:
	packaging/install-deps
	cmake --preset release
	cmake --build --preset release --target leakscan
	@echo
	@echo '$$ leakscan scan corpora/samples'
	@$(RELEASE)/scanner/leakscan scan --sort corpora/samples; status=$$?; \
	echo "exit status $$status (1: there are hits)"; test $$status -eq 1

test:
	packaging/install-deps
	cmake --workflow --preset dev

release:
	packaging/install-deps
	cmake --preset release
	cmake --build --preset release --target leakscan leakscan_shared

install:
	@test -x $(RELEASE)/scanner/leakscan || { echo 'run "make release" first' >&2; exit 1; }
	cmake --install $(RELEASE) --prefix $(PREFIX)

bench:
	packaging/install-deps --bench
	bench/run

clean:
	rm -rf build
