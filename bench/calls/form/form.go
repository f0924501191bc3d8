// Package form has the struct arguments of the calls, which all ways share.
package form

// S16 is struct s16 of csrc/calls.h: C passes it in two registers.
type S16 struct{ A, B uint64 }

// S48 is struct s48: C passes it on the stack, Go in six registers.
type S48 struct{ A, B, C, D, E, F uint64 }
