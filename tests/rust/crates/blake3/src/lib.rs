//! BLAKE3, its keyed form too.

#![no_std]

use core::slice::from_raw_parts;

/// # Safety
///
/// n bytes are at p; out is 32 bytes.
#[no_mangle]
pub unsafe extern "C" fn blake3_sum(out: *mut [u8; 32], p: *const u8, n: usize) {
    unsafe { *out = *blake3::hash(from_raw_parts(p, n)).as_bytes() }
}

/// # Safety
///
/// n bytes are at p; out and key are 32 bytes.
#[no_mangle]
pub unsafe extern "C" fn blake3_keyed(out: *mut [u8; 32], key: *const [u8; 32], p: *const u8, n: usize) {
    unsafe { *out = *blake3::keyed_hash(&*key, from_raw_parts(p, n)).as_bytes() }
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    loop {}
}
