package repro

import (
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// noticeModule is made of files that say what they are under in different ways,
// and of some that have no part in the code.
const noticeModule = `-- LICENSE --
The licence of the module.
-- p/p.go --
package p

//nearcall:source csrc/f.c csrc/spdx.c ../third/lib/a.c ../third/lib/b.c ../third/own/c.c

//nearcall:func f
func F(x int64) int64
-- p/csrc/f.c --
// f.c - of the module itself.
#include "head.h"
#include "declared.h"
#include "unused.h"
long spdx(long), lib(long), more(long), own(long);
long f(long x) { return inlined(x) + spdx(x) + lib(x) + more(x) + own(x) + table[x & 3]; }
-- p/csrc/head.h --
#ifndef HEAD_H
#define HEAD_H
static inline long inlined(long x) { return x * 77 + (x >> 3); }
#include "table.h"
#endif
-- p/csrc/table.h --
/* A table.
 *
 * Copyright 2001 The Tabulators.
 * You may use it if you keep this line.   */

/* This comment is about something else. */
#include "none.h"
/* Copyright of what is behind the code: not a head. */
static const long table[4] = {3, 1, 4, 1};
-- p/csrc/none.h --
-- p/csrc/declared.h --
// Copyright 2002 Somebody whose declarations alone are used.
struct declared { int x; };
long declared(long);
-- p/csrc/unused.h --
// Copyright 2003 Somebody whose function is not called.
static inline long unused(long x) { return x + 1; }
-- p/csrc/spdx.c --
#include "none.h"
// SPDX-FileCopyrightText: 2004 The Lines
/* SPDX-License-Identifier: MIT */
__attribute__((noinline)) long spdx(long x) { return x ^ (x << 5); }
-- third/COPYING.txt --
The licence of all third parties.

With ` + "`odd`" + ` characters: */ //go:build ignore
-- third/lib/a.c --
__attribute__((noinline)) long lib(long x) { return x / 7; }
-- third/lib/b.c --
__attribute__((noinline)) long more(long x) { return x / 9; }
-- third/own/c.c --
# pragma once
// Licensed under its own.
// In two lines.
__attribute__((noinline)) long own(long x) { return x % 11; }
`

const noticeWant = `//
// Made from ../third/lib/a.c, ../third/lib/b.c, under:
//
//   The licence of all third parties.
//
//   With ` + "`odd`" + ` characters: */ //go:build ignore
//
// Made from ../third/own/c.c, under:
//
//   Licensed under its own.
//   In two lines.
//
// Made from csrc/spdx.c, under:
//
//   SPDX-FileCopyrightText: 2004 The Lines
//   SPDX-License-Identifier: MIT
//
// Made from csrc/table.h, under:
//
//   A table.
//
//   Copyright 2001 The Tabulators.
//   You may use it if you keep this line.
`

// TestNotices: what others ask to be told of their code stands in the generated
// file, for each file that has a part in it, and once for each licence.
func TestNotices(t *testing.T) {
	t.Parallel()
	for _, cc := range []string{"clang", "gcc"} {
		dir := harness.Module(t, strings.Replace(noticeModule, "# pragma once\n", "", 1))
		harness.MustNearcall(t, dir+"/p", []string{"CC=" + cc}, "build")
		text := harness.Read(t, dir, "p/nearcall_amd64.s")
		head, _, _ := strings.Cut(text, "\n\n")
		at := strings.Index(head, "//\n// Made from ")
		if at < 0 || head[at:]+"\n" != noticeWant {
			t.Errorf("%s:\n%s", cc, head)
		}
		harness.Must(t, dir, nil, "go", "vet", "./...")
	}
}

// TestNoticesOfDebian: a header that says nothing itself is under the licence of
// the package that brought it.
func TestNoticesOfDebian(t *testing.T) {
	t.Parallel()
	if r := harness.Run(t, "/", nil, "dpkg-query", "-S", "/usr/include/csmith/safe_math.h"); r.Status != 0 {
		t.Skip("libcsmith-dev is not installed by dpkg: tests/setup.sh tests installs it")
	}
	dir := harness.Module(t, `-- p.go --
package p

//nearcall:source csrc/f.c

//nearcall:func f
func F(x int32) int32
-- csrc/f.c --
#include <stdint.h>
#include <float.h>
#include <limits.h>
#include <math.h>
#define STATIC static
#define FUNC_NAME(x) safe_##x
#define UNDEFINED(x) x
#define LOG_INDEX
#define LOG_EXEC
#include <csmith/safe_math.h>
int f(int x) { return safe_div_func_int16_t_s_s((int16_t)x, (int16_t)(x >> 16)); }
`)
	harness.MustNearcall(t, dir, nil, "build")
	text := harness.Read(t, dir, "nearcall_amd64.s")
	for _, want := range []string{"// Made from /usr/include/csmith/safe_math.h, under:\n", "//   Copyright: ", "University of Utah"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%.6000s", want, text)
		}
	}
}
