package stack

import (
	"context"
	"encoding/binary"
	"errors"
	"strings"
	"testing"
	"time"
)

func arm64Config(t *testing.T) Config {
	t.Helper()
	if lack := machines["arm64"].lacks(); lack != "" {
		t.Skip(lack)
	}
	c := testConfig()
	c.Arch = "arm64"
	return c
}

// The same on arm64, and the functions give what the same C gives in an ordinary program.
func TestArm64Random(t *testing.T) {
	c := arm64Config(t)
	c.N, c.Batch = 200, 20
	if testing.Short() {
		c.N, c.Batch = 20, 10
	}
	c.Deadline = time.Now().Add(10 * time.Minute)
	r, err := Run(context.Background(), c)
	if errors.Is(err, ErrNoCsmith) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	r.Print(&text)
	t.Log(text.String())
	for _, f := range r.Failures() {
		t.Error(f)
	}
	if equal, _ := r.compared(); equal == 0 {
		t.Error("no result was compared")
	}
}

func TestArm64Templates(t *testing.T) {
	at := []int{0, 1, 2, 3, 4}
	if testing.Short() {
		at = []int{0, 2}
	}
	testTemplates(t, arm64Config(t), at)
}

// Where the depth is known, the measurement is exact, and a bound that is a little too small is found out.
func TestArm64Exact(t *testing.T) {
	r, err := Templates(context.Background(), arm64Config(t), "exact", 0, 2, 4)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.Functions {
		if f.Refusal != "" {
			t.Error(f)
		}
		for _, run := range f.Runs {
			if !run.deepest || run.end != "ok" || run.depth != f.Bound {
				t.Errorf("%s: depth %d, deepest path executed: %v, end %s", f, run.depth, run.deepest, run.end)
			}
		}
	}
	c := arm64Config(t)
	c.Shrink = 1
	if r, err = Templates(context.Background(), c, "exact", 0, 2, 4); err != nil {
		t.Fatal(err)
	}
	if caught := len(r.Violations()); caught != len(r.Functions) || caught == 0 {
		t.Errorf("%d of %d wrong bounds found out", caught, len(r.Functions))
	}
}

// wrongSlots makes each load of a register from a frame one of the next slot, as a mistake in laying it out would be.
func wrongSlots(code []byte) {
	for at := 0; at+4 <= len(code); at += 4 {
		word := binary.LittleEndian.Uint32(code[at:])
		const ldr, base, target = 0xffc003e0, 0xf94003e0, 0x1f // ldr x, [sp, #n]
		if word&ldr == base && word&target != 30 {
			binary.LittleEndian.PutUint32(code[at:], word+1<<10)
		}
	}
}

func TestArm64WrongSlots(t *testing.T) {
	c := arm64Config(t)
	c.spoil = wrongSlots
	r, err := Templates(context.Background(), c, "", 0)
	if err != nil {
		t.Fatal(err)
	}
	found := r.count(func(f Function) bool { return f.Differs() })
	if accepted := r.count(func(f Function) bool { return f.Refusal == "" }); found < accepted/2 {
		t.Errorf("%d of %d functions with loads from wrong slots were found out", found, accepted)
	}
}
