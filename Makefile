# One front door for every verb. What a verb needs and the machine lacks, it installs first.

CARGO_DENY_VERSION = 0.20.2
DENY = target/tools/bin/cargo-deny

.PHONY: run test check fuzz bench clean

## run: explain what a URL means, for example with URL='/a.jpg?w=300'
URL ?= /photos/01.jpg?width=190&height=400&style=bw
run:
	cargo run --release --quiet -- explain '$(URL)'

## test: every test there is
test:
	cargo test --workspace --locked

## check: format, lints, licences, the documentation's links, and the fuzz targets' code
check: $(DENY)
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings
	RUSTDOCFLAGS='-D warnings' cargo doc --workspace --no-deps --locked --quiet
	$(DENY) --all-features check --hide-inclusion-graph bans licenses sources

$(DENY):
	cargo install cargo-deny --locked --version $(CARGO_DENY_VERSION) --root target/tools

## bench: times, allocations and instructions of the words
bench:
	cargo bench --locked --bench words
	cargo bench --locked --bench instructions

## fuzz: attack the words for SECONDS
SECONDS ?= 600
fuzz:
	cargo +nightly fuzz run words -- -max_total_time=$(SECONDS)
