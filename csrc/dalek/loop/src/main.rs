//! Cargo's own loop on dalek, for bench/edwards25519: no Go, no C, no boundary.
//!
//! Each line of input is a scalar in hexadecimal and a count n; the answer is
//! what n times scalar = scalar * B leaves, and the nanoseconds it took.

use curve25519_dalek::{constants::ED25519_BASEPOINT_TABLE, scalar::Scalar};
use std::{hint::black_box, io, io::Write, time::Instant};

fn parse(line: &str) -> Option<([u8; 32], u64)> {
    let (hex, count) = line.trim().split_once(' ')?;
    let mut x = [0; 32];
    if hex.len() != 64 {
        return None;
    }
    for (i, byte) in x.iter_mut().enumerate() {
        *byte = u8::from_str_radix(hex.get(2 * i..2 * i + 2)?, 16).ok()?;
    }
    Some((x, count.parse().ok()?))
}

fn main() -> io::Result<()> {
    for line in io::stdin().lines() {
        let Some((mut x, n)) = parse(&line?) else {
            return Err(io::Error::other("want: SCALAR COUNT"));
        };
        let start = Instant::now();
        for _ in 0..n {
            let scalar = Scalar::from_bytes_mod_order(*black_box(&x));
            x = (&scalar * ED25519_BASEPOINT_TABLE).compress().to_bytes();
        }
        let ns = start.elapsed().as_nanos();
        let hex: String = x.iter().map(|byte| format!("{byte:02x}")).collect();
        println!("{hex} {ns}");
        io::stdout().flush()?;
    }
    Ok(())
}
