//! Stream VByte behind a C ABI.

use core::slice::{from_raw_parts, from_raw_parts_mut};
use stream_vbyte::{decode::decode, encode::encode, scalar::Scalar};

#[no_mangle]
pub unsafe extern "C" fn vbyte_encode(p: *const u32, n: usize, out: *mut u8, room: usize) -> usize {
    encode::<Scalar>(from_raw_parts(p, n), from_raw_parts_mut(out, room))
}

#[no_mangle]
pub unsafe extern "C" fn vbyte_decode(p: *const u8, size: usize, out: *mut u32, n: usize) -> usize {
    decode::<Scalar>(from_raw_parts(p, size), n, from_raw_parts_mut(out, n))
}

