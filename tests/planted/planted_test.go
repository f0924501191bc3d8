// Package planted makes mistakes in a copy of the prover, one at a time, and has
// the tool that is built from it look at what the mistake lets through: the
// checker has to say that it cannot confirm the proof.
package planted

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

const denied = "could not be confirmed"

// A mistake replaces text of a file of pack/prove, and shows in these inputs of
// testdata.
var mistakes = []struct {
	name, file, old, new string
	inputs               []string
}{
	{"pop to memory is no write", "step.c",
		"\tconst char *what = write_memory(g, s, t, in, step_from_frame(g, s, in), hint);\n\tput(g, s, &in->to, in->accesses ? t[0] : (struct target){0}, v);",
		"\tconst char *what = NULL;\n\t(void)hint;\n\tif (!in->accesses)\n\t\tput(g, s, &in->to, t[0], v);",
		[]string{"pop_return.s"}},
	{"a string store has one element", "result.c",
		"if (!x->repeats || t.reach != REACH_FRAME)", "if (t.reach != REACH_FRAME || x->repeats)", []string{"string_return.s"}},
	{"lea lets nothing escape", "step.c",
		"in->kind == INSN_COMPARE || !(in->data", "in->kind == INSN_COMPARE || in->kind == INSN_ADDRESS || !(in->data",
		[]string{"lea_scaled_return.s", "lea_scaled.s"}},
	{"the first return tells what all return", "walk.c",
		"reply->returns ? value_passed(value_join(w->g, reply->result, result)) : result;",
		"reply->returns ? reply->result : result;", []string{"result.s"}},
	{"assembly hands on addresses in constants as they are", "state.c",
		"bool holds = from || v.kind != VALUE_ADDRESS", "bool holds = true || v.kind != VALUE_ADDRESS", []string{"moved.c"}},
	{"all stack arguments are sealed", "prove.c",
		"return f->compiled && !f->unsealed && !f->reply.reaches;", "return f;", []string{"sealed.s"}},
	{"a jump table ends before its last element", "jumptable.c",
		"size_t most = v.n ? v.n : MOST_ELEMENTS;", "size_t most = v.n > 1 ? v.n - 1 : MOST_ELEMENTS;", []string{"switch.c"}},
	{"a word from constants is a function", "result.c",
		"o->bits == 64 && own && all_functions(g, at, indexed)", "o->bits == 64 && own && (all_functions(g, at, indexed) || true)",
		[]string{"numbers.c"}},
	{"the stack's origins are as far apart as they look", "state.c",
		"\t\tend += s->slack;", "\t\tend += 0;", []string{"slack.s"}},
	{"the return address is not watched", "walk.c",
		"if (!finds_return(w, in, s))", "if (false && !finds_return(w, in, s))", []string{"store_return.s", "pop_return.s"}},
	{"the red zone is not counted", "walk.c",
		"if (w->vague && (w->below || !w->calls))", "if (false && w->vague)", []string{"red_zone.s"}},
	{"a call pushes no return address", "bound.c",
		"return c->depth + (c->tail ? 0 : s->b->arch->stack.call);", "(void)s; return c->depth;", []string{"chain.s"}},
	{"a signed comparison bounds an index", "step.c",
		"bool at_most = taken ? holds == COND_BELOW_EQUAL : holds == COND_ABOVE;",
		"bool at_most = taken ? holds == COND_BELOW_EQUAL : holds == COND_ABOVE || holds == COND_OTHER;", []string{"signed.s"}},
	{"a slot outlives a store through a stale pointer", "step.c",
		"t[k].reach == REACH_WITHIN || s->escaped || from_frame", "t[k].reach == REACH_WITHIN || from_frame",
		[]string{"stale.s"}},
	{"what a callee writes above is not heeded", "step.c",
		"sp.inexact, e.above);", "sp.inexact, 0 * e.above);", []string{"above.s"}},
	{"the first caller's arguments are all callers'", "prove.c",
		"f->entered ? value_passed(value_join(&ground, f->args[n], v)) : v;", "f->entered ? f->args[n] : v;",
		[]string{"arguments.s"}},
	{"rbx need not be restored", "walk.c",
		"if (!state_restored(w->g, s, &reg))", "if (!state_restored(w->g, s, &reg) && reg != 3)", []string{"saved.s"}},
	{"nobody looks at a caller's registers", "walk.c",
		"w->out->reply.peeks |= step_peeks(w->g, s, in);", "(void)step_peeks(w->g, s, in);", []string{"peeks.s"}},
	{"nobody takes addresses", "walk.c",
		"if (addr && starts_function(w, addr))", "if (false && starts_function(w, addr))", []string{"arguments.s"}},
	{"a label is a function", "state.c",
		"return s && s->addr == (uint64_t)v.a;", "return s;", []string{"label.s"}},
	{"all that is rounded is rounded by the same", "result.c",
		"|| ((s->rounded - v.a) & (size - 1))", "", []string{"rounded.s"}},
	{"a straight run that meets others is not gone over again", "walk.c",
		"again = again || leaders_reopen(&out->leaders);", "", []string{"meets.s"}},
	{"no callee reaches into its caller's frame", "walk.c", "r.above, r.reaches, r.peeks", "r.above, false, r.peeks", []string{"reaches.s"}},
	{"no path loses an address of the caller's frame where it meets another", "walk.c",
		"w->out->reply.reaches |= at->state.escaped && (!w->job->compiled || at->above);", "", []string{"joined_above.c"}},
	{"assembly keeps to its own objects by an index", "objects.c", "return g->compiled && (outside", "return (outside",
		[]string{"index_saved.s"}},
	{"nobody hands on a caller's registers", "step.c",
		"if (!(g->kept >> r & 1) && s->reg[r].kind == VALUE_SAVED", "if (false && s->reg[r].kind == VALUE_SAVED",
		[]string{"hands_on.s"}},
}

const decl = `package p

%%

//nearcall:func f(u64, u64) u64
func F(a, b uint64) uint64
`

// layOut writes the package of an input.
func layOut(t *testing.T, input string) string {
	dir := t.TempDir()
	from := filepath.Join(harness.Root(t), "tests/planted/testdata", input)
	harness.Write(t, dir, "go.mod", "module m\n\ngo 1.23\n")
	if strings.HasSuffix(input, ".c") {
		harness.Write(t, dir, "csrc/a.c", harness.Read(t, from))
		harness.Write(t, dir, "p.go", strings.Replace(decl, "%%", "//nearcall:source csrc/a.c", 1))
		return dir
	}
	harness.Must(t, dir, nil, "gcc", "-c", "-x", "assembler-with-cpp", from, "-o", "a.o")
	harness.Write(t, dir, "p.go", strings.Replace(decl, "%%", "//nearcall:archive a.o", 1))
	return dir
}

// build builds the tool of the copy, from the objects that are there.
func build(t *testing.T, copy string) {
	harness.Must(t, copy, []string{"NEARCALL_READY=1", "MAKEFLAGS="}, "make", "-s", "B=build", "build/nearcall")
}

func check(t *testing.T, tool, input string) harness.Result {
	env := []string{"NEARCALL_CSRC=" + filepath.Join(harness.Root(t), "csrc"), "TMPDIR=" + t.TempDir()}
	return harness.Run(t, layOut(t, input), env, tool, "check", ".")
}

// These inputs are right: what is planted makes them wrong by what is said of them.
var right = map[string]bool{"arguments.s": true, "chain.s": true, "meets.s": true, "red_zone.s": true, "switch.c": true}

// What the tool says to these inputs without a mistake is its own word, never the
// checker's.
func TestWithout(t *testing.T) {
	inputs, err := filepath.Glob("testdata/*.*")
	harness.Check(t, err)
	for _, path := range inputs {
		input := filepath.Base(path)
		t.Run(input, func(t *testing.T) {
			r := check(t, harness.Tool(t), input)
			if (r.Status == 0) != right[input] || r.Status > 1 || strings.Contains(r.Stderr, denied) {
				t.Errorf("status %d:\n%s", r.Status, r.Stderr)
			}
		})
	}
}

func TestMistakes(t *testing.T) {
	copy := t.TempDir()
	root := harness.Root(t)
	harness.Must(t, root, nil, "cp", "-a", "--parents", "Makefile", "go.mod", "pack", "trampolines", "build/nearcall-godecl", copy)
	if _, err := os.Stat(filepath.Join(root, "build/obj")); err == nil {
		harness.Must(t, root, nil, "cp", "-a", "--parents", "build/obj", copy)
	}
	tool := filepath.Join(copy, "build/nearcall")
	for _, m := range mistakes {
		t.Run(m.name, func(t *testing.T) {
			path := filepath.Join(copy, "pack/prove", m.file)
			right := harness.Read(t, path)
			if strings.Count(right, m.old) != 1 {
				t.Fatalf("%s does not hold once what is to be replaced: %s", m.file, m.old)
			}
			harness.Write(t, filepath.Dir(path), m.file, strings.Replace(right, m.old, m.new, 1))
			defer harness.Write(t, filepath.Dir(path), m.file, right)
			build(t, copy)
			for _, input := range m.inputs {
				if r := check(t, tool, input); r.Status != 1 || !strings.Contains(r.Stderr, denied) {
					t.Errorf("%s: status %d:\n%s", input, r.Status, r.Stderr)
				}
			}
		})
	}
}
