//! memchr behind a C ABI: what the crate chooses from, since a package has one level.

#![no_std]

use core::slice::from_raw_parts as bytes;
use memchr::arch::{all, x86_64::sse2};

fn place(found: Option<usize>) -> isize {
    found.map_or(-1, |at| at as isize)
}

#[no_mangle]
pub unsafe extern "C" fn index_byte(p: *const u8, n: usize, c: u8) -> isize {
    place(sse2::memchr::One::new(c).unwrap().find(bytes(p, n)))
}

#[no_mangle]
pub unsafe extern "C" fn last_index_byte(p: *const u8, n: usize, c: u8) -> isize {
    place(sse2::memchr::One::new(c).unwrap().rfind(bytes(p, n)))
}

#[no_mangle]
pub unsafe extern "C" fn index_three(p: *const u8, n: usize, a: u8, b: u8, c: u8) -> isize {
    place(sse2::memchr::Three::new(a, b, c).unwrap().find(bytes(p, n)))
}

#[no_mangle]
pub unsafe extern "C" fn index(p: *const u8, n: usize, q: *const u8, m: usize) -> isize {
    let needle = bytes(q, m);
    place(all::twoway::Finder::new(needle).find(bytes(p, n), needle))
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    loop {}
}
