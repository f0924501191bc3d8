package main

import (
	"slices"
	"strings"
	"testing"
)

func TestFlagRules(t *testing.T) {
	const (
		allowed = "allowed"
		refused = "refused"
		unknown = "unknown"
	)
	tests := map[string]string{
		allowed: `-O -O0 -O1 -O2 -O3 -Os -Oz -DX -DX=1 -DX=a-b@c -DF(x)=x -UX -Idir -I../inc -I/abs
			-std=c11 -std=gnu17 -funroll-loops -fno-strict-aliasing -fwrapv -ffast-math -fno-math-errno
			-fvectorize -fslp-vectorize -ftree-vectorize -fomit-frame-pointer -fno-omit-frame-pointer
			-finline-functions -fPIC -fpic -fno-stack-protector -fno-builtin -fno-builtin-memcpy
			-ffp-contract=fast -fopenmp-simd -mavx2 -mno-avx -msse4.2 -mbmi2 -mavx512vl -mtune=skylake
			-march=x86-64-v3 -march=armv8.2-a+crypto -mprefer-vector-width=256 -W -Wall -Werror=vla
			-Wno-unused -g -g3 -gdwarf-5 -w`,
		refused: `-Ofast -fno-pic -fno-pie -fno-PIC -static -static-pie -mcmodel=large -flto -flto=thin
			-fstack-protector -fstack-protector-strong -fsanitize=address -ftls-model=initial-exec -pthread
			-lm -L/lib -o -ofile -c -S -E -x -xc++ -include -includefoo.h @file -fplugin=x.so
			-Wl,-s -Wa,-x -Wp,-DX -mllvm -Xclang -march=native -g0 -gline-tables-only -m32 -mabi=ms
			-mno-sse -mno-sse2 -mgeneral-regs-only -fcall-saved-rax -fcall-used-rbx -fpcc-struct-return
			-MD -save-temps -isystem -fprofile-generate -pg -fopenmp -target --target=arm sum.c -`,
		unknown: `-I@x -I-x -D1X -D -fmade-up -mmade-up -Q --made-up -O9 -DX(`,
	}
	for want, flags := range tests {
		for _, flag := range strings.Fields(flags) {
			got := unknown
			if rule, known := findFlagRule(flag); known {
				got = allowed
				if rule.hint != "" {
					got = refused
				}
			}
			if got != want {
				t.Errorf("%s is %s, want %s", flag, got, want)
			}
		}
	}
}

func TestSplitWords(t *testing.T) {
	tests := []struct {
		in   string
		want []string
		open int // place of the quote that is not closed, from 1; 0 if none
	}{
		{in: ""},
		{in: " \t"},
		{in: " a  b\tc ", want: []string{"a", "b", "c"}},
		{in: ` "a b" 'c "d'`, want: []string{"a b", `c "d`}},
		{in: ` -DX="a b"`, want: []string{`-DX="a`, `b"`}}, // as the go command does
		{in: `''`, want: []string{""}},
		{in: ` a "b`, want: []string{"a"}, open: 4},
	}
	for _, tt := range tests {
		words, open := splitWords(tt.in, 1)
		var got []string
		for _, w := range words {
			got = append(got, w.text)
			if at := int(w.pos) - 1; !strings.HasPrefix(strings.TrimLeft(tt.in[at:], `'"`), w.text) {
				t.Errorf("%q: word %q is not at %d", tt.in, w.text, at)
			}
		}
		if !slices.Equal(got, tt.want) || int(open) != tt.open {
			t.Errorf("splitWords(%q) = %q, open %d; want %q, %d", tt.in, got, open, tt.want, tt.open)
		}
	}
}

func TestCflagsDirective(t *testing.T) {
	dir := tree{"inc/a.h": "", "a.go": "package m\n" +
		"//nearcall:cflags -O3 -I inc -D 'NAME=a b' -U X\n" +
		"//nearcall:cflags -I nowhere -flto -o out.o -O2 -I\n" +
		"//nearcall:cflags 'open\n" +
		"//nearcall:cflags\n" + goodStub}.write(t)
	pkg := read(t, dir)
	var flags []string
	for _, f := range pkg.Cflags {
		flags = append(flags, f.Flag)
	}
	want := []string{"-O3", "-Iinc", "-DNAME=a b", "-UX", "-O2"}
	if !slices.Equal(flags, want) {
		t.Errorf("flags %q, want %q", flags, want)
	}
	checkMessages(t, pkg,
		`a.go:3:19: no such folder: "nowhere"`,
		`a.go:3:30: flag -flto is refused`,
		`a.go:3:36: flag -o is refused`,
		`a.go:3:49: flag -I has no value`,
		`a.go:4:19: unbalanced quotes in //nearcall:cflags`,
		`a.go:5:1: //nearcall:cflags has no argument`,
	)
}
