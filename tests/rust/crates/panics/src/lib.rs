//! One function, and what can go wrong in it.

#![no_std]

use core::{cell::RefCell, num::NonZeroU64, slice::from_raw_parts, str};

/// How the n bytes at p are gone through; what is right, returns a number of them.
///
/// # Safety
///
/// n bytes are at p.
#[no_mangle]
pub unsafe extern "C" fn go_wrong(p: *const u8, n: usize, way: u32, i: usize, j: usize) -> usize {
    let s = unsafe { from_raw_parts(p, n) };
    match way {
        0 => s[i] as usize,
        1 => s[i..j].len(),
        2 => s.get(i).copied().unwrap() as usize,
        3 => s.get(i).copied().expect("no such byte") as usize,
        4 => i / j,
        5 => {
            let mut four = [0; 4];
            four.copy_from_slice(&s[..i]);
            four[j & 3] as usize
        }
        6 => str::from_utf8(s).expect("not UTF-8").len(),
        7 => {
            if i > j {
                panic!("{} is more than {}, {:?}", i, j, s);
            }
            i
        }
        8 => {
            assert_eq!(i, j, "of {} bytes", n);
            i
        }
        9 => i.checked_add(j).expect("too much"),
        10 => {
            let cell = RefCell::new(i);
            let held = cell.borrow();
            if j > 0 {
                *cell.borrow_mut() = j;
            }
            *held
        }
        11 => NonZeroU64::new(i as u64).map(|x| x.get().ilog2() as usize).unwrap_or_else(|| (i as u64).ilog2() as usize),
        12 => i.next_multiple_of(j),
        13 => s.chunks(i).count(),
        14 => s.split_at(i).1.len(),
        15 => {
            let text = str::from_utf8(s).unwrap_or("");
            text[i..j].len()
        }
        _ => unreachable!("way {way}"),
    }
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    loop {}
}
