//! BLAKE3 behind a C ABI.

#![no_std]

use core::slice::from_raw_parts as bytes;

#[no_mangle]
pub unsafe extern "C" fn blake3_sum(out: *mut [u8; 32], p: *const u8, n: usize) {
    *out = *blake3::hash(bytes(p, n)).as_bytes()
}

#[no_mangle]
pub unsafe extern "C" fn blake3_keyed(out: *mut [u8; 32], key: *const [u8; 32], p: *const u8, n: usize) {
    *out = *blake3::keyed_hash(&*key, bytes(p, n)).as_bytes()
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    loop {}
}
