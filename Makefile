# nearcall: make, make demo, make test. See make help.

VERSION := 0.1.0
DIR ?= /usr/bin
PREFIX ?= /usr/local

# Where this build goes. The sanitized and the per-compiler builds are this Makefile again, with another B.
B := build
ifeq ($(origin CC),default)
CC := gcc
endif

CFLAGS := -std=gnu17 -O2 -g -Wall -Wextra -Werror -Wshadow -Wstrict-prototypes -Wmissing-prototypes
# The same sources make the same tool in any folder: the linker's build id hashes the debug information.
CFLAGS += -ffile-prefix-map=$(CURDIR)=.
CPPFLAGS := -Ipack -I. -DNEARCALL_VERSION=\"$(VERSION)\"
# Which of these a program needs, the linker finds out: libZydis.so may or may not bring libZycore.so.
LDLIBS := -Wl,--as-needed -ljansson -lcrypto -lelf -ldw -lZydis -lZycore -lcapstone -liberty
ifdef SANITIZE
CFLAGS += -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
endif
ifdef COVERAGE
CFLAGS += --coverage
endif
ifdef FUZZ
CFLAGS += -fsanitize=fuzzer-no-link
endif

# main.c stays out of what the unit tests are linked with.
SOURCES := $(filter-out pack/main.c,$(wildcard pack/*.c pack/*/*.c pack/arch/*/*.c trampolines/*.c trampolines/*/*.c))
OBJECTS := $(SOURCES:%.c=$(B)/obj/%.o)
UNIT := $(basename $(notdir $(shell grep -lw 'int main' tests/unit/*.c)))
VALGRIND_UNIT = $(filter-out decode_run_test,$(UNIT))
UNIT_HELPERS := $(filter-out $(UNIT:%=tests/unit/%.c),$(wildcard tests/unit/*.c))
STUBS := $(patsubst %/,%,$(wildcard gostubs/*/)) bench/calls/ways/near

unexport CC # the tool heeds it too: what builds the tool need not compile the kernels
export GOFLAGS += -buildvcs=false
ifeq ($(HOME),)
export HOME := $(CURDIR)/build/home
endif
# The tool is run once and lets its exit free what it holds.
export ASAN_OPTIONS ?= detect_leaks=0

.PHONY: all install uninstall deb dist demo fuzz test unit e2e sanitize compilers conformance conformance-arm64 faults-arm64 packages-arm64 stack stack-arm64 stress-long bench-longcalls levels-test bench-prove dalek foreign matrix arm64-decode steps test-ct test-ed25519 bench-edwards25519 bench bench-page bench-placement bench-layouts bench-kernels test-deb test-page generate codes-page regen-check clean help FORCE hostile-arm64 stress inject lint valgrind coverage bench-instructions test-quickstart
.DELETE_ON_ERROR:
.SECONDARY:

all: $(B)/nearcall $(B)/nearcall-godecl ## build the tool (the default)

# Building the tool asks for less than testing it, and leaves apt's sources alone.
TOOL_GOALS := all install deb dist $(B)/nearcall $(B)/nearcall-godecl
SETUP := $(if $(filter-out $(TOOL_GOALS),$(or $(MAKECMDGOALS),all)),tests,tool)

# What is missing is installed before anything else, by the rule for a makefile that is included: make
# brings it up to date first, and starts over if it has changed. It puts Go in PATH when it is not.
ifeq ($(NEARCALL_READY)$(filter clean help uninstall,$(MAKECMDGOALS)),)
OUTER_PATH := $(PATH)
include build/env.mk
export NEARCALL_READY := 1
ifndef MAKE_RESTARTS
build/env.mk: FORCE
	@mkdir -p build && echo 'module build // keeps ./... out of here' >build/go.mod
	@PATH='$(OUTER_PATH)' tests/setup.sh $(SETUP) $@
endif
endif

# The tool finds its parts from its own place on (pack/home.c): what lies below PREFIX may be moved.
INTO = $(DESTDIR)$(PREFIX)
TOOL = $(B)/nearcall
MAN := share/man/man1
# Where the shells look, and what of packaging/ goes there.
COMPLETIONS := share/bash-completion/completions/nearcall share/zsh/site-functions/_nearcall share/fish/vendor_completions.d/nearcall.fish
COMPLETION_OF_nearcall := nearcall.bash
COMPLETION_OF__nearcall := _nearcall
COMPLETION_OF_nearcall.fish := nearcall.fish
install: all ## the tool and its parts into PREFIX (/usr/local), below DESTDIR if that is set
	install -d "$(INTO)/bin" "$(INTO)/libexec/nearcall" "$(INTO)/share/nearcall/csrc/rt" "$(INTO)/share/nearcall/csrc/libm" \
		"$(INTO)/$(MAN)" $(foreach c,$(COMPLETIONS),"$(INTO)/$(dir $c)")
	install -m 755 $(TOOL) "$(INTO)/bin/nearcall"
	install -m 755 $(B)/nearcall-godecl "$(INTO)/libexec/nearcall"
	install -m 644 csrc/nearcall.h csrc/nearcall_malloc.h "$(INTO)/share/nearcall/csrc"
	install -m 644 $(wildcard csrc/rt/*.[ch]) "$(INTO)/share/nearcall/csrc/rt"
	install -m 644 $(wildcard csrc/libm/*.h) "$(INTO)/share/nearcall/csrc/libm"
	sed 's/@VERSION@/$(VERSION)/' packaging/nearcall.1.in >"$(INTO)/$(MAN)/nearcall.1"
	chmod 644 "$(INTO)/$(MAN)/nearcall.1"
	$(foreach c,$(COMPLETIONS),install -m 644 packaging/$(COMPLETION_OF_$(notdir $c)) "$(INTO)/$c" &&) :

uninstall: ## remove what install wrote
	rm -f "$(INTO)/bin/nearcall" "$(INTO)/$(MAN)/nearcall.1" $(foreach c,$(COMPLETIONS),"$(INTO)/$c")
	rm -rf "$(INTO)/libexec/nearcall" "$(INTO)/share/nearcall"

# Packages, into build/dist. What is in them is laid out in folders of their own first.
NAMED := nearcall-$(VERSION)-linux-amd64
deb: all ## a Debian package, into build/dist (wants dpkg-dev)
	rm -rf $(B)/deb
	$(MAKE) -s install DESTDIR=$(B)/deb PREFIX=/usr
	packaging/deb.sh $(VERSION) $(B)/deb $(B)/dist

dist: $(B)/static/nearcall $(B)/nearcall-godecl ## a tarball for any x86-64 Linux, statically linked, into build/dist
	rm -rf $(B)/tarball
	$(MAKE) -s install DESTDIR= PREFIX=$(B)/tarball TOOL=$(B)/static/nearcall
	packaging/dist.sh $(NAMED) $(B)/tarball $(B)/dist

# The linker warns of what libcrypto would look up at run time in programs that ask it for hosts: this one does not.
STATIC_LIBS = -ljansson -ldw -lbz2 -lelf -lz -llzma -lcrypto $(B)/static/libZydis.a -liberty -lcapstone -lpthread
$(B)/static/libZydis.a: packaging/zydis.sh
	CC="$(CC)" packaging/zydis.sh $(@D)
$(B)/static/nearcall: $(B)/obj/pack/main.o $(OBJECTS) $(B)/static/libZydis.a
	$(CC) $(CFLAGS) $(LDFLAGS) -static -o $@ $(filter %.o,$^) $(STATIC_LIBS) 2>$@.log || { cat $@.log >&2; exit 1; }

$(B)/obj/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) $(FILE_CFLAGS) -MMD -MP -c -o $@ $<
-include $(shell find $(B)/obj -name '*.d' 2>/dev/null)

# The commit, for nearcall version alone: generated files tell the version only. Written anew only when it
# changes, and empty where this folder is no checkout of its own.
GIT := GIT_OPTIONAL_LOCKS=0 git -c safe.directory='*'
$(B)/commit.h: FORCE
	@mkdir -p $(@D)
	@new=$@.$$$$ commit= && if [ "$$($(GIT) rev-parse --show-toplevel 2>/dev/null)" = "$$(pwd -P)" ]; then \
		commit=$$($(GIT) rev-parse --short=12 HEAD 2>/dev/null) && \
		commit=" (commit $$commit$$([ -z "$$($(GIT) status --porcelain 2>/dev/null)" ] || echo ', dirty'))"; \
	fi; echo "#define NEARCALL_COMMIT \"$$commit\"" >$$new && \
	if cmp -s $$new $@; then rm $$new; else mv $$new $@; fi
$(B)/obj/pack/main.o: $(B)/commit.h
$(B)/obj/pack/main.o: FILE_CFLAGS := -I$(B)

$(B)/nearcall: $(B)/obj/pack/main.o $(OBJECTS)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(B)/nearcall-godecl: $(wildcard pack/godecl/*.go pack/godecl/go.* pack/godecl/*.txt)
	CGO_ENABLED=0 go build -C pack/godecl -trimpath -o $(abspath $@) .

$(B)/unit/%: $(B)/obj/tests/unit/%.o $(UNIT_HELPERS:%.c=$(B)/obj/%.o) $(OBJECTS)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS) -lcmocka -lm
# They include our memcpy and its like under other names; the compiler must not put its own in their place.
$(patsubst %,$(B)/obj/tests/unit/%.o,rt_test rtstring_test rtmath_test): FILE_CFLAGS := -fno-builtin -Wno-missing-prototypes

# The fuzz targets: all over the files of tests/fuzz/corpus, and one as a fuzzer.
FUZZ_OBJECTS := $(patsubst %.c,$(B)/obj/%.o,$(filter-out $(addprefix tests/fuzz/,libfuzzer.c mutate.c replay.c),$(wildcard tests/fuzz/*.c)) \
	tests/unit/goasm.c tests/unit/placecheck.c tests/unit/placemeans.c)
$(B)/fuzz-replay: $(B)/obj/tests/fuzz/replay.o $(FUZZ_OBJECTS) $(OBJECTS)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)
$(B)/fuzzer: $(B)/obj/tests/fuzz/libfuzzer.o $(B)/obj/tests/fuzz/mutate.o $(FUZZ_OBJECTS) $(OBJECTS)
	$(CC) $(CFLAGS) -fsanitize=fuzzer $(LDFLAGS) -o $@ $^ $(LDLIBS)

# What the proof accepts, run one instruction after the other. The floating-point units are the tested
# code's while it runs: what goes on between two instructions leaves them alone.
HOSTILE_OBJECTS := $(patsubst %.c,$(B)/obj/%.o,$(wildcard tests/hostile/*.c)) $(B)/obj/tests/hostile/enter.o
$(patsubst %,$(B)/obj/tests/hostile/%.o,cpu run known claims): FILE_CFLAGS := -mgeneral-regs-only
$(B)/obj/tests/hostile/enter.o: tests/hostile/enter.S
	@mkdir -p $(@D)
	$(CC) -c -o $@ $<
$(B)/hostile: $(HOSTILE_OBJECTS) $(OBJECTS)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# The decoder for arm64 against LLVM's, on random words (llvm-14-dev).
LLVM_CONFIG ?= llvm-config
COMPARE_OBJECTS := $(patsubst %.c,$(B)/obj/%.o,tests/arm64/compare.c tests/arm64/objects.c tests/arm64/text.c)
$(B)/obj/tests/arm64/llvm.o: tests/arm64/llvm.cc tests/arm64/llvm.h Makefile
	@mkdir -p $(@D)
	$(CXX) $$($(LLVM_CONFIG) --cxxflags) -O1 -Wall -Wextra -Wno-unused-parameter -c -o $@ $<
$(B)/arm64-compare: $(COMPARE_OBJECTS) $(B)/obj/tests/arm64/llvm.o $(OBJECTS)
	$(CXX) $(LDFLAGS) -o $@ $^ $$($(LLVM_CONFIG) --ldflags --libs aarch64 mc) $(LDLIBS)

# What the proof accepts of arm64 code, stepped under qemu-user, and where there is much of it by Unicorn.
STEPS_OBJECTS := $(patsubst %.c,$(B)/obj/%.o,$(wildcard tests/steps/*.c) tests/hostile/known.c tests/unit/falsify.c)
$(B)/steps: $(STEPS_OBJECTS) $(OBJECTS)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS) -lunicorn

build/report: go.mod $(wildcard tests/report/*.go)
	@CGO_ENABLED=0 go build -o $@ ./tests/report

demo: all ## hash and sum DIR (default /usr/bin) in Go and C, by both carriers; then the cost of a call
	@tests/demo.sh "$(DIR)"

# Suites of tests/report. They build what they need themselves: a failed build is a failed test. Without
# MAKEFLAGS, these makes look for no job server of this one, which does not know that it starts them.
QUIET := MAKEFLAGS= $(MAKE) -s --no-print-directory -j$(shell nproc) CC="$(CC)"
ASAN := $(QUIET) B=build/asan CC=clang SANITIZE=1
BUILD := 'check:build=$(QUIET) all'
UNIT_SUITES := $(foreach t,$(UNIT),'tests:unit/$t=$(QUIET) build/unit/$t && build/unit/$t')
# decode_run_test runs instructions with any address: it would write to the sanitizer's own memory.
ASAN_SUITES := 'check:sanitized=$(ASAN) all && build/asan/nearcall check $(STUBS)' \
	'tests:fuzz corpus=$(ASAN) build/asan/fuzz-replay && ASAN_OPTIONS= build/asan/fuzz-replay tests/fuzz/corpus' \
	$(foreach t,$(filter-out decode_run_test,$(UNIT)),'tests:sanitized/$t=$(ASAN) build/asan/unit/$t && build/asan/unit/$t')
COMPILERS := $(foreach c,gcc clang,'check:compiles with $c=$(QUIET) B=build/$c CC=$c build/$c/nearcall')
GO_CHECKS := 'check:go vet=go vet ./... && cd pack/godecl && go vet ./...' 'check:gofmt=tests/gofmt.sh'
GO_TEST := go test -json -count=1 -timeout 20m
GODECL := 'tests:godecl=cd pack/godecl && $(GO_TEST) ./...'
DALEK := 'tests:dalek=tests/ed25519/dalek.sh'
CT := 'tests:constant time=tests/ct/run.sh' 'tests:constant time AEAD=tests/ct/aead.sh'
ED25519 := 'tests:ed25519=tests/ed25519/run.sh'
BENCH := 'check:bench vet=(cd bench/calls && go vet ./...) && cd bench/kernels && go vet ./...' 'tests:bench=cd bench/calls && $(GO_TEST) -short ./...' 'tests:bench kernels=cd bench/kernels && $(GO_TEST) ./...'
HOSTILE_RUN := build/hostile -kind cases && build/hostile -kind planted -n 2000 && build/hostile -kind compiled -n 1000 && \
	build/hostile
ARM64_DECODE := 'check:arm64 decoder=$(QUIET) build/arm64-compare && build/arm64-compare -n 100000 && tests/arm64/execute.sh'
AAPCS := 'check:aapcs64=tests/arm64/aapcs.sh'
PLANTED := tests/steps/testdata/planted.c leaf frames
TABLES := tests/steps/testdata/tables.c by_index by_int by_thirds by_five by_large by_page upwards downwards up_to_name both_ends
ENDS := tests/steps/testdata/ends.c end_of_one end_first end_kept end_on_stack end_of_leaf end_of_rows end_chosen end_of_bytes
LOOPS := tests/steps/testdata/loops.c sentinel find chain stride backs copies meeting
STEPS := 'check:arm64 steps=$(QUIET) build/steps && build/steps -p -m 2000 $(PLANTED) && build/steps -m 2000 $(PLANTED) && build/steps -m 2000 $(TABLES) && build/steps -m 2000 $(ENDS) && build/steps -m 2000 $(LOOPS) && build/steps -n 20 -m 2000 && build/steps -a 2000 -m 1000 && build/steps -x 2000 -m 1000'
HOSTILE := 'check:hostile=$(QUIET) build/hostile && $(HOSTILE_RUN) -n 20000'
FOREIGN_RUN := go build -o build/foreign/run.bin ./tests/foreign && build/foreign/run.bin
FOREIGN := 'tests:foreign=$(FOREIGN_RUN) -short'
MATRIX_RUN := go build -o build/matrix/run.bin ./tests/matrix && build/matrix/run.bin
MATRIX := 'tests:matrix=$(MATRIX_RUN) -short'
REGEN := 'tests:regenerate=tests/regen-check.sh $(STUBS)'

test: build/report ## everything, as CI runs it
	@build/report $(BUILD) $(COMPILERS) $(UNIT_SUITES) $(ASAN_SUITES) $(HOSTILE) $(STEPS) $(ARM64_DECODE) $(AAPCS) $(GO_CHECKS) \
		'tests:go=$(GO_TEST) -short ./...' $(GODECL) $(REGEN) $(BENCH) \
		$(DALEK) $(CT) $(ED25519) $(FOREIGN) $(MATRIX)

unit: build/report ## the C unit tests
	@build/report $(UNIT_SUITES)

e2e: build/report ## the Go tests, long ones too
	@build/report $(BUILD) 'tests:go=$(GO_TEST) ./...' $(GODECL)

sanitize: build/report ## the tool and the C unit tests under address and undefined-behaviour sanitizers
	@build/report $(ASAN_SUITES)

T ?= $(or $(TIME),300)
FUZZER := $(QUIET) B=build/fuzz CC=clang SANITIZE=1 FUZZ=1
fuzz: ## fuzz each target, C and Go, for TIME seconds (300), and minimise what was learnt
	@$(FUZZER) build/fuzz/fuzzer && ASAN_OPTIONS= tests/fuzz/run.sh build/fuzz/fuzzer $(T)

inject: all ## let every allocation and system call of the tool's commands fail, once and from then on: hours
	NEARCALL_INJECT=all go test -count=1 -v -timeout 0 ./tests/inject

# Not of code that runs what it makes up, and words of AVX-512, which Valgrind does not know.
valgrind: build/report ## the C unit tests under Valgrind
	@$(QUIET) $(patsubst %,build/unit/%,$(VALGRIND_UNIT))
	tests/valgrind.sh $(patsubst %,build/unit/%,$(VALGRIND_UNIT))

LINTED := pack/main.c $(SOURCES) $(wildcard tests/unit/*.c tests/fuzz/*.c tests/hostile/*.c tests/steps/*.c tests/arm64/*.c tests/inject/preload/*.c)
lint: ## clang-tidy and cppcheck over the C of the tool and its tests
	@tests/lint.sh $(LINTED)

COVER := $(QUIET) B=build/cover COVERAGE=1
COVERED := ./tests/forms ./tests/refuse ./tests/repro ./tests/keep ./tests/fire ./tests/toolexec ./tests/long
coverage: ## the lines of the tool that unit tests and some Go suites run; writes docs/coverage.md
	@$(COVER) all $(UNIT:%=build/cover/unit/%)
	tests/coverage.sh build/cover docs/coverage.md $(COVERED)

compilers: build/report ## the tool compiles without a warning with gcc and with clang
	@build/report $(COMPILERS)

hostile: ## N programs made to break the proof, proven and run (N=1000000 SEED=...)
	@$(QUIET) build/hostile
	$(HOSTILE_RUN) -n $(or $(N),1000000) $(if $(SEED),-seed $(SEED))

steps: ## N of csmith's programs for arm64, proven and stepped through under qemu-user (N=200 SEED=...)
	@$(QUIET) build/steps
	build/steps -n $(or $(N),200) $(if $(SEED),-s $(SEED))

hostile-arm64: ## N functions of assembly made to break the proof for arm64, and N of compilers' code with an instruction changed, stepped through (N=200000 SEED=...)
	@$(QUIET) build/steps
	build/steps -a $(or $(N),200000) -m 1000 $(if $(SEED),-s $(SEED))
	build/steps -x $(or $(N),200000) -m 1000 $(if $(SEED),-s $(SEED))

arm64-decode: ## the decoder for arm64: N random words by LLVM, C of this tree, 200000 run (N=10000000 SEED=...)
	@$(QUIET) build/arm64-compare
	build/arm64-compare -v -n $(or $(N),10000000) $(if $(SEED),-seed $(SEED))
	tests/arm64/code.sh
	tests/arm64/execute.sh 200000 $(SEED)

conformance: all ## N random signatures through every compiler and carrier (N=10000 SEED=...)
	go run ./tests/conformance/run -n $(or $(N),10000) $(if $(SEED),-seed $(SEED))

conformance-arm64: all ## the same by the AAPCS64, for each of clang -O0, -O2 and gcc -O2, under qemu-user (N=10000 SEED=...)
	go run ./tests/conformance/run -configs arm64-clang-O0,arm64-clang-O2,arm64-gcc-O2 -n $(or $(N),10000) $(if $(SEED),-seed $(SEED))

faults-arm64: all ## recovered faults on arm64 by the 100,000, the collector and the tracer running, by each Go
	go test -count=1 -v -timeout 0 -run 'TestArm64ManyFaults$$' ./tests/fault

packages-arm64: all ## the packages' own tests on arm64, however they are linked, by each Go
	go test -count=1 -v -timeout 0 -run 'TestUnderQemu$$' ./tests/arm64/packages


levels-test: ## static test binaries of the kernels, to be run where the CPU has other levels
	@tests/levels/build.sh build/levels

stress: all ## a storm over calls of C: all that Go has at once, TIME=10m, then ARM64=3m under qemu-user; see docs/storm.md
	NEARCALL_STORM=$(or $(TIME),10m) NEARCALL_STORM_ARM64=$(or $(ARM64),3m) go test -count=1 -v -timeout 0 -run TestStorm ./tests/storm

stress-long: all ## 1,000 goroutines in all kinds of long calls, for TIME=10m on each version of Go, or on GO=go1.25.9 alone
	NEARCALL_STRESS=$(or $(TIME),10m) NEARCALL_STRESS_N=1000 go test -count=1 -v -timeout 0 -run 'TestStress$$/^$(GO)' ./tests/long

bench-longcalls: all ## what long calls do to the rest of a program, by each way of calling; writes docs/results.md, in four minutes
	bench/longcalls/run.sh -page docs/results.md $(ARGS)

stack: all ## N random C functions on painted stacks (N=2000 SEED=...)
	go run ./tests/stack/run -n $(or $(N),2000) $(if $(SEED),-seed $(SEED))

stack-arm64: all ## the same for arm64, under qemu-user, results compared with an ordinary program's (N=1000 SEED=...)
	go run ./tests/stack/run -arch arm64 -n $(or $(N),1000) $(if $(SEED),-seed $(SEED))

$(B)/prove_bench: bench/prove_bench.c $(OBJECTS)
	$(CC) $(CPPFLAGS) $(CFLAGS) -o $@ $^ $(LDLIBS)

bench-prove: $(B)/prove_bench ## how long the proof of a large image takes, and of twice as much
	$(B)/prove_bench

foreign: all ## C and Rust that nobody here wrote, fetched, called and compared; writes docs/foreign.md (ONLY=name,...)
	@$(FOREIGN_RUN) -w docs/foreign.md $(if $(ONLY),-only $(ONLY))

matrix: all ## every way to build, by every Go, on both architectures: hours; writes docs/matrix.md (ARGS="-keep -only REGEXP")
	@$(MATRIX_RUN) -w docs/matrix.md $(ARGS)

dalek: all ## build the Rust of csrc/dalek and write its package anew (wants cargo)
	tests/ed25519/dalek.sh -w

test-ct: all build/report ## the curve's code and the AEAD's are constant-time, and planted leaks are found
	@build/report $(CT)

test-ed25519: all build/report ## C, Rust and filippo.io/edwards25519 agree on 100,000 scalars
	@build/report $(DALEK) $(ED25519)

bench-edwards25519: all ## the table of fixed-base multiplications (wants cargo)
	bench/edwards25519/run.sh

bench: all ## all ways to call C, side by side, for BENCHTIME (5m); results in build/bench
	bench/calls/build.sh build/bench
	build/bench/driver run -time $(or $(BENCHTIME),5m) build/bench

bench-page: ## put the results of make bench into docs/results.md
	cd bench/calls && go run ./driver page ../../build/bench ../../docs/results.md

bench-placement: all ## the kernels as they are placed against one opaque image, as before (N=2000 rounds)
	go run ./tests/fault/speed -rounds $(or $(N),2000)

test-deb: all ## install the Debian package into a fresh Debian and use it (root, network, minutes; wants debootstrap)
	NEARCALL_CHROOT=1 go test -count=1 -v -timeout 30m -run TestDebInChroot ./tests/install

test-quickstart: all ## the same with the commands of README and the quick start, and with go get -tool alone
	NEARCALL_CHROOT=1 go test -count=1 -v -timeout 60m -run 'TestBy|TestContainer' ./tests/quickstart

test-page: all ## the page of nearcall stack -html in a real browser (wants chromium)
	NEARCALL_BROWSER=1 go test -count=1 -v -run TestStackPage ./tests/repro

codes-page: all ## put the table of codes into docs/manual.md
	NEARCALL_CODES_PAGE=1 go test -count=1 -run TestCodes ./tests/docs

bench-layouts: all ## what choosing a CPU level costs, and loops in trampolines against the same by hand (N=256 rounds)
	go run ./bench/layouts -rounds $(or $(N),256) dispatch
	go run ./bench/layouts -rounds $(or $(N),256) leaves

bench-kernels: all ## the kernels beside what Go programs take instead; writes bench/kernels/*.svg
	bench/kernels/run.sh -markdown -chart avx512.svg
	bench/kernels/run.sh -v3 -markdown -chart avx2.svg

generate: all ## write the generated files of gostubs/ anew
	build/nearcall build $(STUBS)

regen-check: all build/report ## the generated files in the tree are what the tool writes
	@build/report $(REGEN)

clean: ## remove build/
	rm -rf build

help: ## this list
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/\1\t\2/p' Makefile | expand -t 14
