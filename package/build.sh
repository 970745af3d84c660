#!/bin/sh
# Builds what runs on AWS and packs it: package/build.sh POLICY, with cargo-zigbuild and zig in the
# PATH. zig stands in for the C compiler and the linker, since it knows the symbols of every glibc:
# what is built on a newer machine runs where glibc is GLIBC.
set -eu
cd "$(dirname "$0")/.."
POLICY=$1
GLIBC=2.34
TARGET=x86_64-unknown-linux-gnu
OUT=target/package
BUILT=target/$TARGET/release

# AWS-LC otherwise gathers entropy from the jitter of the processor when it starts, which takes up
# to a second where a function has but a part of one. What the kernel gives remains.
export AWS_LC_SYS_NO_JITTER_ENTROPY=1

# What was packed before is not deployed by mistake, should something go wrong now.
rm -rf $OUT/viewer-request* $OUT/origin-response* $OUT/bootstrap* $OUT/grammar.json

addon() {
	cargo-zigbuild rustc --release --locked --target $TARGET.$GLIBC --package "$1" --features "$2" --lib --crate-type cdylib
}

package() {
	cargo run --locked --quiet --package sizewise-package -- "$@" --policy "$POLICY" --most-glibc $GLIBC
}

addon sizewise-viewer-request addon
# There is no Function URL in it, but with the same features both stand on the same builds of all else.
addon sizewise-origin-response addon,aom,url
cargo-zigbuild zigbuild --release --locked --target $TARGET.$GLIBC --package sizewise-origin-response --features url,aom --bin bootstrap

# A trigger at the viewer's side may have 1 MB. Lambda takes 50 MB of the others, but every byte is
# carried to every Region, and read before the first picture.
package addon $BUILT/libsizewise_viewer_request.so --shim edge/index.mjs --most-bytes 1000000 --out $OUT/viewer-request.zip
package addon $BUILT/libsizewise_origin_response.so --shim edge/index.mjs --most-bytes 20000000 --out $OUT/origin-response.zip
package bootstrap $BUILT/bootstrap --most-bytes 20000000 --out $OUT/bootstrap.zip

# What the CloudFront Function is made of when the app is synthesized.
cargo run --locked --quiet --package sizewise-package -- grammar --policy "$POLICY" > $OUT/grammar.json
