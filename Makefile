# Commands of the project. `make` alone lists them.

SWIFT ?= swift
SHELL := /bin/bash
APT_PACKAGES := libsodium-dev libsecp256k1-dev libssl-dev liblmdb-dev pkg-config
FUZZ_SECONDS ?= 60
SEEDS ?= 200

FAULT_MODEL ?= byzantine
IMAGE ?= daonnetwork/validator:latest
CONTAINER ?= $(shell command -v docker || command -v podman)
HOME_FOLDER ?= ./.daon
NETWORK_FOLDER ?= ./.daon-network

.PHONY: help libraries build release run network test datacenters image cosmpy power-cut double-sign simulate mutations interop conformance format lint fuzz signatures benchmark node-benchmark clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 22

libraries: ## install the C libraries (Debian, Ubuntu) that are missing
	@command -v $(SWIFT) >/dev/null || { \
	  echo "Swift is missing. Install Swift 6.3 or later from https://www.swift.org/install/linux, then run this again."; exit 1; }
	@missing=""; for package in $(APT_PACKAGES); do \
	  dpkg-query -W -f='$${Status}' "$$package" 2>/dev/null | grep -q 'install ok installed' || missing="$$missing $$package"; done; \
	if [ -n "$$missing" ]; then \
	  echo "Installing$$missing"; \
	  if [ "$$(id -u)" = 0 ]; then sudo=""; elif command -v sudo >/dev/null; then sudo=sudo; else \
	    echo "These packages are missing and you are not root:$$missing"; exit 1; fi; \
	  $$sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	fi

build: libraries ## build everything for development
	$(SWIFT) build --build-tests

release: libraries ## build the programs with optimisation
	$(SWIFT) build -c release --product daon-node
	$(SWIFT) build -c release --product daon-conformance

run: libraries ## make a chain of one validator in ./.daon if there is none, and run its node
	@echo "Building daon-node with optimisation; the first time takes a few minutes."
	@$(SWIFT) build -c release --product daon-node
	@[ -e $(HOME_FOLDER)/config/genesis.json ] || .build/release/daon-node init --home $(HOME_FOLDER)
	@printf '%s\n' "The node starts; Ctrl-C stops it. Try in another terminal:" \
	  "  export DAON_HOME=$(HOME_FOLDER) PATH=\$$PWD/.build/release:\$$PATH" \
	  "  daon-node tx registry register README.md --license cc_by --from validator" \
	  "  daon-node query registry verify README.md" \
	  "The README goes on from there."
	@exec .build/release/daon-node start --home $(HOME_FOLDER) --api.address tcp://127.0.0.1:1317

network: libraries ## run a chain of four validators on this machine, in ./.daon-network
	@echo "Building daon-node with optimisation; the first time takes a few minutes."
	@$(SWIFT) build -c release --product daon-node
	@[ -e $(NETWORK_FOLDER) ] || .build/release/daon-node testnet --local --o $(NETWORK_FOLDER) --proxy_app kvstore
	@printf '%s\n' "Four nodes start; Ctrl-C stops them. Try in another terminal:" \
	  "  curl localhost:26657/net_info" \
	  "  curl 'localhost:26657/broadcast_tx_commit?tx=\"name=satoshi\"'" \
	  "  curl 'localhost:26687/abci_query?data=\"name\"'"
	@for home in $(NETWORK_FOLDER)/node*; do \
	  .build/release/daon-node start --home $$home > >(trap '' INT TERM; sed -u "s/^/$${home##*/}  /") 2>&1 & \
	  nodes="$$nodes $$!"; \
	done; \
	trap 'kill $$nodes 2>/dev/null' INT TERM; wait $$nodes; wait $$nodes

datacenters: libraries ## play three datacenters and a witness on this machine (root; FAULT_MODEL=crash: just three)
	@echo "Building daon-node with optimisation; the first time takes a few minutes."
	@for product in daon-node delay-line datacenters; do $(SWIFT) build -c release --product $$product || exit 1; done
	@exec .build/release/datacenters --folder ./.daon-datacenters-$(FAULT_MODEL) --fault-model $(FAULT_MODEL)

# The program is built here and goes into Debian 12, whose C library must not be older than this machine's.
image: libraries ## make the container image IMAGE with docker or podman, from a program that is built here
	@[ -n "$(CONTAINER)" ] || { echo "Neither docker nor podman is installed: install one, or name another with CONTAINER=PROGRAM."; exit 1; }
	$(SWIFT) build -c release --product daon-node
	@rm -rf docker/prebuilt && mkdir -p docker/prebuilt
	strip -o docker/prebuilt/daon-node .build/release/daon-node
	@ldd .build/release/daon-node | awk '$$3 ~ /\/swift\/linux\// { print $$3 }' | xargs -I{} cp -L {} docker/prebuilt/
	BUILDAH_FORMAT=docker $(CONTAINER) build -f docker/Dockerfile --build-arg PROGRAMS=prebuilt -t $(IMAGE) .

# A client of the Cosmos SDK from PyPI that tests hold the REST interface against. Where PyPI is out of reach they are passed over.
cosmpy: APT_PACKAGES += python3 python3-venv
cosmpy: libraries ## install cosmpy, which tests talk to a node with, into .build/cosmpy
	@.build/cosmpy/bin/python -c 'import cosmpy' 2>/dev/null || { mkdir -p .build; \
	  python3 -m venv .build/cosmpy && .build/cosmpy/bin/pip install --quiet cosmpy==0.12.2; }

# The order of a node's writes and syncs is read with strace; Python verifies proofs by the documents alone.
test: APT_PACKAGES += strace python3 python3-cryptography python3-venv
test: libraries ## check the format, then build and run every test
	$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory cosmpy || echo "cosmpy cannot be installed: its test is passed over"
	@mkdir -p .build; set -o pipefail; echo "$(SWIFT) test --disable-xctest"; \
	$(SWIFT) test --disable-xctest 2>&1 | tee .build/test.log || \
	{ printf '\n%s\n' "What failed:"; grep -aE '^✘|^error:|: error:' .build/test.log; exit 1; }

power-cut: libraries ## cut the power 200 times under a working node, and under nodes that lack a sync
	POWER_CUT_ROUNDS=200 $(SWIFT) test --disable-xctest --filter PowerCutTests

double-sign: libraries ## try 500 times to make a validator's key sign twice: kills, old backups, clones
	$(SWIFT) build -c release --product daon-node
	$(SWIFT) build -c release --product double-sign
	.build/release/double-sign --attempts 500

simulate: libraries ## run the engine through SEEDS (200) seeded worlds of faults
	$(SWIFT) build -c release --product daon-simulate
	.build/release/daon-simulate --seeds $(SEEDS) --validators 4 --heights 30

mutations: libraries ## break the rules one after the other, and see whether the simulator notices
	$(SWIFT) run mutations

interop: libraries ## run networks of our nodes and CometBFT's, a program of v0.38.25 at REFERENCE=PATH
	@[ -n "$(REFERENCE)" ] || { echo "Say where CometBFT is: make interop REFERENCE=/path/to/cometbft"; exit 1; }
	$(SWIFT) build -c release --product daon-node
	$(SWIFT) build -c release --product peer-proxy
	python3 Tests/Interop/interop.py --reference $(REFERENCE)

conformance: libraries ## run the test vectors the project carries through the shipped code
	$(SWIFT) run -c release daon-conformance Tests/ConformanceTests/Vectors/*.json \
	  Tests/ConformanceTests/Vectors/daon/*.json Tests/ConformanceTests/Vectors/chain_*val

format: ## format every Swift file
	$(SWIFT) format -i -r Package.swift Sources Tests Benchmarks

lint: ## check the format of every Swift file
	$(SWIFT) format lint --strict -r Package.swift Sources Tests Benchmarks

fuzz: libraries ## feed every decoder coverage-guided input for FUZZ_SECONDS (60)
	$(SWIFT) build --product daon-fuzz
	.build/debug/daon-fuzz --write-corpus .build-fuzz/seeds
	mkdir -p .build-fuzz/corpus
	$(SWIFT) build --product daon-fuzz --scratch-path .build-fuzz -Xswiftc -sanitize=fuzzer \
	  -Xswiftc -parse-as-library -Xswiftc -use-ld=lld -Xlinker --allow-multiple-definition
	SWIFT_BACKTRACE=enable=no .build-fuzz/debug/daon-fuzz .build-fuzz/corpus .build-fuzz/seeds \
	  -max_total_time=$(FUZZ_SECONDS) -timeout=5 -rss_limit_mb=1024 -artifact_prefix=.build-fuzz/

signatures: libraries ## compare both ways of verifying Ed25519 on a million damaged signatures
	$(SWIFT) build -c release --product daon-fuzz
	.build/release/daon-fuzz --signatures 1000000 --seed 1

benchmark: libraries ## measure hashing, signing, encoding and rotation
	$(SWIFT) build -c release --product value-benchmark
	.build/release/value-benchmark

# Syncs are counted with strace.
node-benchmark: APT_PACKAGES += strace
node-benchmark: libraries ## measure a node, beside another one if COMPARE=PATH is given
	$(SWIFT) build -c release --product daon-node
	$(SWIFT) build -c release --product node-benchmark
	.build/release/node-benchmark --node .build/release/daon-node $(if $(COMPARE),--compare $(COMPARE))

clean: ## remove what was built
	rm -rf .build .build-fuzz .build-mutations
