//! Ryu behind a C ABI.

#![no_std]

#[no_mangle]
pub unsafe extern "C" fn ryu_f64(x: f64, out: *mut u8) -> usize {
    ryu::raw::format64(x, out)
}

#[no_mangle]
pub unsafe extern "C" fn ryu_f32(x: f32, out: *mut u8) -> usize {
    ryu::raw::format32(x, out)
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    loop {}
}
