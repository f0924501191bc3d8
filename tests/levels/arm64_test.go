package levels

import (
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// A package with two levels of arm64, and a test that is told which one it is to find.
const arm64Levels = `-- go.mod --
module l
go 1.23
-- l.go --
package l

//nearcall:source csrc/l.c
//nearcall:cpu armv8-a armv8-a+crc

//nearcall:func crc
//go:noescape
func CRC(c uint32, p []byte) uint32

//nearcall:func which
func Which() int32
-- csrc/l.c --
#include <stddef.h>
#include <stdint.h>
#ifdef __ARM_FEATURE_CRC32
uint32_t crc(uint32_t c, const uint8_t *p, size_t n)
{
	c = ~c;
	for (size_t i = 0; i < n; i++)
		__asm__("crc32cb %w0, %w0, %w1" : "+r"(c) : "r"(p[i]));
	return ~c;
}
int which(void) { return 1; }
#else
uint32_t crc(uint32_t c, const uint8_t *p, size_t n)
{
	c = ~c;
	for (size_t i = 0; i < n; i++) {
		c ^= p[i];
		for (int k = 0; k < 8; k++)
			c = c >> 1 ^ (c & 1 ? 0x82f63b78 : 0);
	}
	return ~c;
}
int which(void) { return 0; }
#endif
-- l_test.go --
package l

import (
	"hash/crc32"
	"os"
	"testing"
)

func right(t *testing.T) {
	p := []byte("hello, world, of arm64")
	if got, want := CRC(0, p), crc32.Checksum(p, crc32.MakeTable(crc32.Castagnoli)); got != want {
		t.Errorf("level %d: %x, want %x", Which(), got, want)
	}
}

func Test(t *testing.T) {
	want := os.Getenv("WANT") == "1"
	if (Which() == 1) != want {
		t.Errorf("level %d, want %t", Which(), want)
	}
	right(t)
	if nearcallUse("armv8-a+crc") != want || (Which() == 1) != want {
		t.Errorf("level %d, want %t", Which(), want)
	}
	if !nearcallUse("armv8-a") || Which() != 0 {
		t.Error("the lowest level is not taken")
	}
	right(t)
	nearcallUseBest()
	right(t)
}
`

// Calls take the highest level that the machine has, and that GODEBUG does not turn off; the file builds for
// every system.
func TestArm64Levels(t *testing.T) {
	t.Parallel()
	dir := harness.Module(t, arm64Levels)
	harness.MustNearcall(t, dir, nil, "build", "-arch", "arm64", ".")
	env := []string{"GOARCH=arm64", "CGO_ENABLED=0"}
	if said := harness.Must(t, dir, nil, "gofmt", "-l", "."); said != "" {
		t.Errorf("gofmt would change %s", said)
	}
	harness.Must(t, dir, env, "go", "vet", ".")
	harness.Must(t, dir, env, "go", "test", "-c", "-o", "l.test")
	for want, godebug := range map[string]string{"WANT=1": "GODEBUG=", "WANT=0": "GODEBUG=cpu.crc32=off"} {
		harness.Must(t, dir, []string{want, godebug}, "qemu-aarch64", "l.test", "-test.v")
	}
	for _, system := range strings.Fields("darwin windows freebsd openbsd netbsd") {
		harness.Must(t, dir, append(env, "GOOS="+system), "go", "vet", ".")
	}
}
