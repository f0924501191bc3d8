//! rapidhash behind a C ABI.

#![no_std]

use rapidhash::v3::{rapidhash_v3_seeded, RapidSecrets};

#[no_mangle]
pub unsafe extern "C" fn rapidhash(seed: u64, p: *const u8, n: usize) -> u64 {
    rapidhash_v3_seeded(core::slice::from_raw_parts(p, n), &RapidSecrets::seed(seed))
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    loop {}
}
