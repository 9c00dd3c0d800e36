# make demo and make test do their own set-up; see CONTRIBUTING.md for the rest.

SWIFT ?= swift
RUNBOOK = .build/release/runbook

# On Linux the release binary is one static executable: it starts in about a millisecond and works
# on any machine. Elsewhere the same manifest builds dynamically.
ifeq ($(shell uname -s),Linux)
STATIC = --static-swift-stdlib -Xswiftc -static-executable -Xlinker -s
endif

PREFIX ?= /usr/local

.PHONY: all deps build demo test check lint unit check-content fuzz faults eval eval-keep bench bench-site bench-diagnose man install clean

all: build

## Install the system packages that are missing (Debian and Ubuntu).
deps:
	@scripts/install-deps

## Build the release binary.
build: deps
	@$(SWIFT) build -c release --product runbook $(STATIC) 2>&1 | scripts/quiet-linker
	@scripts/learn || $(SWIFT) build -c release --product runbook $(STATIC) 2>&1 | scripts/quiet-linker

## Print the answer to one search.
demo: build
	@$(RUNBOOK) search "exit 137"

## Everything that must hold before a change lands.
test: deps
	@scripts/test

## The format of the source.
lint:
	@$(SWIFT) format lint --strict -r Sources Tests Plugins Package.swift

## The tests of the library and of the program.
unit: deps
	@RUNBOOK_FAST_TESTS=1 $(SWIFT) test --disable-xctest

## Broken input for everything that reads text from outside, FUZZ seconds each.
FUZZ ?= 60
fuzz: deps
	@RUNBOOK_FAST_TESTS=1 RUNBOOK_FUZZ=$(FUZZ) $(SWIFT) test --disable-xctest --filter FuzzTests

## The trials of faults at length: kills, damaged indexes, hostile clones, writers without locks.
faults: deps
	@RUNBOOK_FAST_TESTS=1 RUNBOOK_KILLS=200 RUNBOOK_DAMAGED=500 $(SWIFT) test --disable-xctest \
		--filter 'RecordFaultTests|DamagedAnswerTests|HostileCloneTests|UnreadFolderTests'

## The content against real tools.
check-content: deps
	@scripts/check-content

## How often search is right, and what got worse.
eval: build
	@scripts/eval

## Keep these figures as the ones to compare with.
eval-keep: build
	@scripts/eval --keep

## How fast it is, beside a named peer.
bench: build
	@scripts/bench

## How fast a diagnosis is, beside Foundation's JSONDecoder.
bench-diagnose: build
	@scripts/bench-diagnose

## How fast the site is made, beside Hugo.
bench-site: build
	@scripts/install-deps hugo
	@python3 Benchmarks/site.py

## The manual page.
man: build
	@mkdir -p .build/man && $(RUNBOOK) help --man > .build/man/runbook.1

install: build man
	install -D -m 755 $(RUNBOOK) $(DESTDIR)$(PREFIX)/bin/runbook
	install -D -m 644 .build/man/runbook.1 $(DESTDIR)$(PREFIX)/share/man/man1/runbook.1

clean:
	rm -rf .build .cache site
