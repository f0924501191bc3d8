//! The arithmetic of gostubs/edwards25519/dalek: curve25519-dalek behind a C ABI.
//!
//! Every function takes any bytes, and none can panic. Memory may overlap only
//! where an output is exactly one of the inputs: hence pointers, since Rust
//! takes references to be apart.

#![no_std]

use curve25519_dalek::{constants::ED25519_BASEPOINT_TABLE, scalar::Scalar};

/// Writes scalar * B, compressed.
///
/// # Safety
///
/// Both point to 32 bytes.
#[no_mangle]
pub unsafe extern "C" fn scalar_base_mult(out: *mut [u8; 32], scalar: *const [u8; 32]) {
    let scalar = Scalar::from_bytes_mod_order(unsafe { *scalar });
    unsafe { *out = (&scalar * ED25519_BASEPOINT_TABLE).compress().to_bytes() }
}

/// Writes wide modulo the order of B.
///
/// # Safety
///
/// The pointers are to 32 and to 64 bytes.
#[no_mangle]
pub unsafe extern "C" fn scalar_reduce(out: *mut [u8; 32], wide: *const [u8; 64]) {
    unsafe { *out = Scalar::from_bytes_mod_order_wide(&*wide).to_bytes() }
}

/// Writes a * b + c modulo the order of B.
///
/// # Safety
///
/// All point to 32 bytes.
#[no_mangle]
pub unsafe extern "C" fn scalar_mul_add(
    out: *mut [u8; 32],
    a: *const [u8; 32],
    b: *const [u8; 32],
    c: *const [u8; 32],
) {
    let [a, b, c] = unsafe { [*a, *b, *c] }.map(Scalar::from_bytes_mod_order);
    unsafe { *out = (a * b + c).to_bytes() }
}

/// There is none to be reached, so nothing of this is left in the archive's users.
#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    loop {}
}
