package refuse

import (
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// TestSwitchOfByte: clang compares a byte first, which bounds no register, and
// widens it then. Any byte is a bound as well, but goes beyond the table into the
// next one, whose distances are its own.
func TestSwitchOfByte(t *testing.T) {
	t.Parallel()
	dir := harness.Module(t, `-- p.go --
package p

//nearcall:source csrc/a.c

//nearcall:func first
//go:noescape
func First(s *[4]byte, n uint64) uint64

//nearcall:func second
//go:noescape
func Second(s *[4]byte, n uint64) uint64
-- csrc/a.c --
#include <stdint.h>

#define MACHINE(name, far) \
	uint64_t name(uint8_t *s, uint64_t n) \
	{ \
		volatile uint64_t room[far]; \
		uint8_t *to = s + 3; \
		uint64_t sum = room[0] = 0; \
		while (1) { \
			uint8_t in = s[0]; \
			switch (in) { \
			case 0: sum += 3; s[0] = s[1] + 1; break; \
			case 1: sum ^= n; for (int i = 0; i < far; i++) sum += room[i] + in; s[0] = s[2] + sum; break; \
			case 2: sum *= 5; to[0] = in; s[0] = s[3] * 2; break; \
			case 3: return sum; \
			case 4: sum -= n; s[0] = s[1] ^ s[2]; break; \
			case 5: sum <<= 1; for (uint64_t i = 0; i < n; i++) s[i] = sum; s[0] = s[3]; break; \
			default: return room[0] - 2; \
			} \
			if (s[0] == in) return sum; \
		} \
		return sum; \
	}

MACHINE(first, 2)
MACHINE(second, 40)
`)
	harness.MustNearcall(t, dir, nil, "check")
}
