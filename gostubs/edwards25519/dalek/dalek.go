// Package dalek is package edwards25519 with other code behind it: the Rust
// crate curve25519-dalek, by way of csrc/dalek. Its functions take and return
// the same.
//
// The machine code in this package was made by make dalek. It contains code of
// curve25519-dalek and subtle, which have licenses of their own: see LICENSES.
package dalek
