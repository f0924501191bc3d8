//! Bytes and strings found in others.

#![no_std]

use core::slice::from_raw_parts;
use memchr::arch::{all::twoway, x86_64::sse2::memchr::One};

fn place(found: Option<usize>) -> isize {
    found.map_or(-1, |at| at as isize)
}

/// # Safety
///
/// n bytes are at p.
#[no_mangle]
pub unsafe extern "C" fn index_byte(p: *const u8, n: usize, c: u8) -> isize {
    place(unsafe { One::new(c).unwrap().find(from_raw_parts(p, n)) })
}

/// # Safety
///
/// n bytes are at p.
#[no_mangle]
pub unsafe extern "C" fn last_index_byte(p: *const u8, n: usize, c: u8) -> isize {
    place(unsafe { One::new(c).unwrap().rfind(from_raw_parts(p, n)) })
}

/// # Safety
///
/// n bytes are at p.
#[no_mangle]
pub unsafe extern "C" fn count_byte(p: *const u8, n: usize, c: u8) -> usize {
    unsafe { One::new(c).unwrap().count(from_raw_parts(p, n)) }
}

/// # Safety
///
/// n bytes are at p, and m at q.
#[no_mangle]
pub unsafe extern "C" fn index(p: *const u8, n: usize, q: *const u8, m: usize) -> isize {
    let (hay, needle) = unsafe { (from_raw_parts(p, n), from_raw_parts(q, m)) };
    place(twoway::Finder::new(needle).find(hay, needle))
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    loop {}
}
