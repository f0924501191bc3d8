package main

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A reader understands the output of one suite.
type reader struct {
	suite string
	tally *tally
	plain bool            // a check: its output is only kept
	out   strings.Builder // all that is not a test event of go test

	ran, bad int    // results so far, failures among them
	planned  int    // from TAP's 1..N
	late     []note // failures that out may explain, once it is complete
	tests    map[string]*goTest
	running  []*goTest // in order of their start, finished ones included
}

// goTest is a test, or with no name the package.
type goTest struct {
	pkg, name string
	out       strings.Builder
	kids      int // subtests that have ended
	bad       int // failures counted for it and what is below
	done      bool
}

// event is one line of go test -json; see go doc test2json.
type event struct {
	Action, Package, ImportPath, Test, Output string
	Elapsed                                   float64
}

// other takes a line that tells no result.
func (r *reader) other(line string) {
	r.out.WriteString(line)
	r.out.WriteByte('\n')
}

// line takes a line of the suite's standard output.
func (r *reader) line(line string) {
	if r.plain {
		r.other(line)
		return
	}
	var e event
	if strings.HasPrefix(line, "{") && json.Unmarshal([]byte(line), &e) == nil && e.Action != "" {
		r.event(e)
		return
	}
	r.other(line)
	r.tap(line)
}

var (
	tapResult = regexp.MustCompile(`^(ok|not ok)(?:\s+\d+)?(?:\s+-)?(?:\s+(.*))?$`)
	tapSkip   = regexp.MustCompile(`(?i)^(.*?)\s*#\s*skip\S*\s*(.*)$`)
	tapPlan   = regexp.MustCompile(`^1\.\.(\d+)\s*(?:#\s*(.*))?$`)
	plainSkip = regexp.MustCompile(`^skip (\S+): (.*)$`)
)

func (r *reader) tap(line string) {
	if m := tapPlan.FindStringSubmatch(line); m != nil {
		n, _ := strconv.Atoi(m[1])
		r.planned += n
		if n == 0 {
			r.ran++
			r.tally.skip(r.suite, "", m[2])
		}
		return
	}
	if m := plainSkip.FindStringSubmatch(line); m != nil {
		r.ran++
		r.tally.skip(r.suite, m[1], m[2])
		return
	}
	m := tapResult.FindStringSubmatch(line)
	if m == nil {
		return
	}
	r.ran++
	name := m[2]
	// cmocka says "not ok N # SKIP NAME" of a skipped test.
	if s := tapSkip.FindStringSubmatch(name); s != nil {
		name, reason := s[1], s[2]
		if name == "" {
			name, reason = reason, ""
		}
		r.tally.skip(r.suite, name, reason)
		return
	}
	if m[1] == "ok" {
		r.tally.pass(r.suite, name, 0)
		return
	}
	r.bad++
	r.late = append(r.late, note{join(r.suite, name), ""})
}

func (r *reader) test(pkg, name string) *goTest {
	if r.tests == nil {
		r.tests = map[string]*goTest{}
	}
	key := pkg + " " + name
	t := r.tests[key]
	if t == nil {
		t = &goTest{pkg: pkg, name: name}
		r.tests[key] = t
		if name != "" {
			r.running = append(r.running, t)
		}
	}
	return t
}

func (r *reader) event(e event) {
	if e.Package == "" { // build-output and build-fail
		r.out.WriteString(e.Output)
		return
	}
	t := r.test(e.Package, e.Test)
	top, _, _ := strings.Cut(e.Test, "/")
	switch e.Action {
	case "output":
		t.out.WriteString(e.Output)
		if top != e.Test { // the top-level test's output has all of its subtests'
			r.test(e.Package, top).out.WriteString(e.Output)
		}
	case "pass", "fail", "skip":
		if e.Test == "" {
			r.endPackage(t, e.Action)
		} else {
			r.endTest(t, e.Action, time.Duration(e.Elapsed*float64(time.Second)))
		}
	}
}

// endTest counts a finished test. One that has subtests is counted by them, so that nothing is counted
// twice; it counts itself only when it ended in a way that none of them did.
func (r *reader) endTest(t *goTest, action string, d time.Duration) {
	t.done = true
	up := r.parent(t)
	up.kids++
	suite := shortPkg(t.pkg)
	switch {
	case action == "skip":
		r.ran++
		r.tally.skip(suite, t.name, skipReason(t.out.String()))
	case action == "pass" && t.kids == 0:
		r.ran++
		r.tally.pass(suite, t.name, d)
	case action == "fail" && t.bad == 0:
		r.ran++
		r.bad++
		t.bad++
		r.tally.fail(suite, t.name, t.out.String())
	case action == "fail" && up.name == "":
		r.amend(t)
	}
	up.bad += t.bad
}

// parent gives the test that t is a subtest of, or its package.
func (r *reader) parent(t *goTest) *goTest {
	i := strings.LastIndexByte(t.name, '/')
	return r.test(t.pkg, t.name[:max(i, 0)])
}

// amend gives the first failed subtest of t the output of the whole test: a subtest's own often lacks
// what was logged around it.
func (r *reader) amend(t *goTest) {
	prefix := join(shortPkg(t.pkg), t.name+"/")
	for i, n := range r.tally.failed {
		if strings.HasPrefix(n.name, prefix) {
			r.tally.failed[i].text = t.out.String()
			return
		}
	}
}

// endPackage looks for what no test has told: tests that never ended, and failures outside of tests.
func (r *reader) endPackage(p *goTest, action string) {
	if action != "fail" {
		return
	}
	// Subtests have started after the test they are part of.
	for _, t := range slices.Backward(r.running) {
		if t.pkg == p.pkg && !t.done {
			fmt.Fprintf(&t.out, "%sthe test did not end\n", p.out.String())
			r.endTest(t, "fail", 0)
		}
	}
	if p.bad == 0 {
		r.ran++
		r.bad++
		r.late = append(r.late, note{shortPkg(p.pkg), p.out.String()})
	}
}

// finish judges the suite as a whole; err is how the command ended.
func (r *reader) finish(err error) {
	for i, n := range r.late {
		if i == 0 {
			n.text += r.out.String()
		} else {
			n.text += "(see also the first failure of this suite)"
		}
		r.tally.fail(n.name, "", n.text)
	}
	switch {
	case err != nil && r.bad == 0:
		r.tally.fail(r.suite, "", r.out.String()+err.Error())
	case r.ran < r.planned:
		r.tally.fail(r.suite, "", fmt.Sprintf("%s%d tests planned, %d reported", r.out.String(), r.planned, r.ran))
	case r.ran == 0:
		r.tally.fail(r.suite, "", r.out.String()+"no test was run")
	}
}

// shortPkg leaves out the module: "tests/abi" of "github.com/nearcall/nearcall/tests/abi".
func shortPkg(pkg string) string {
	const module = "github.com/nearcall/nearcall"
	if pkg == module {
		return "."
	}
	return strings.TrimPrefix(pkg, module+"/")
}

// skipReason finds what was given to t.Skip: the last line of the test's own words.
func skipReason(out string) string {
	reason := ""
	for _, line := range strings.Split(out, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "=== ") || strings.HasPrefix(line, "--- ") {
			continue
		}
		reason = line
	}
	return reason
}
