//! Tells the linker what an addon of Node needs, where one is built.

fn main() {
    #[cfg(feature = "addon")]
    napi_build::setup();
}
