//! Loops over samples, for the widest registers that the machine has.
#![allow(unsafe_code, reason = "calling what is compiled for instructions that have been detected")]

/// Does work that is compiled a second time for registers of 256 bits. It pays where the work is one loop over
/// many samples.
#[inline(always)]
pub(crate) fn widely<R>(work: impl FnOnce() -> R) -> R {
    #[cfg(target_arch = "x86_64")]
    if is_x86_feature_detected!("avx2") {
        // SAFETY: the instructions have been detected.
        return unsafe { with_avx2(work) };
    }
    work()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn with_avx2<R>(work: impl FnOnce() -> R) -> R {
    work()
}
