// Command report runs test suites, shows how they go, and adds up.
//
//	report KIND:NAME=COMMAND ...
//
// A command is run by sh. The kind tells what counts:
//
//	check  the command is one test, which its exit status decides
//	tests  the command says what it ran, as the JSON of go test -json or as TAP (ok, not ok, # SKIP);
//	       a line "skip NAME: reason" is understood too
//
// A suite that breaks off, fails without naming a failed test, or runs no test at all counts as a
// failed test. The last line is the sum: "N passed, N failed", with ", N skipped" when some were.
// The exit status is 0 when something passed and nothing failed.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"sync"
	"syscall"
	"time"
)

// limit is for one suite; go test has its own, smaller one.
const limit = 25 * time.Minute

type suite struct {
	kind, name, command string
}

func parseSuite(arg string) (suite, error) {
	head, command, ok := strings.Cut(arg, "=")
	kind, name, ok2 := strings.Cut(head, ":")
	if !ok || !ok2 || name == "" || command == "" || (kind != "check" && kind != "tests") {
		return suite{}, fmt.Errorf("%q is not check:NAME=COMMAND or tests:NAME=COMMAND", arg)
	}
	return suite{kind, name, command}, nil
}

func main() {
	var suites []suite
	for _, arg := range os.Args[1:] {
		s, err := parseSuite(arg)
		if err != nil {
			fmt.Fprintln(os.Stderr, "report:", err)
			os.Exit(2)
		}
		suites = append(suites, s)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	t := &tally{w: os.Stdout}
	for _, s := range suites {
		if ctx.Err() != nil {
			t.fail(s.name, "", "not run: interrupted")
			continue
		}
		run(ctx, s, t)
	}
	if !t.close() {
		os.Exit(1)
	}
}

// run runs one suite and puts its results into t.
func run(ctx context.Context, s suite, t *tally) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	start := time.Now()
	r := &reader{suite: s.name, tally: t, plain: s.kind == "check"}

	cmd := exec.CommandContext(ctx, "sh", "-c", s.command)
	// In a group of its own, so that what the shell has started ends with it.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = 10 * time.Second
	cmd.Env = append(os.Environ(), "CMOCKA_MESSAGE_OUTPUT=TAP")
	var mu sync.Mutex
	stdout := &lines{mu: &mu, take: r.line}
	stderr := &lines{mu: &mu, take: r.other}
	cmd.Stdout, cmd.Stderr = stdout, stderr
	err := cmd.Run()
	stdout.flush()
	stderr.flush()
	if ctx.Err() != nil {
		err = fmt.Errorf("stopped after %v: %v", time.Since(start).Round(time.Second), ctx.Err())
	}

	if s.kind == "check" {
		if err != nil {
			t.fail(s.name, "", r.out.String()+err.Error())
		} else {
			t.pass(s.name, "", time.Since(start))
		}
		return
	}
	r.finish(err)
}

// lines hands on what is written to it line by line.
type lines struct {
	mu   *sync.Mutex
	take func(string)
	rest string
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.rest += string(p)
	for {
		line, rest, ok := strings.Cut(l.rest, "\n")
		if !ok {
			return len(p), nil
		}
		l.rest = rest
		l.take(line)
	}
}

func (l *lines) flush() {
	if l.rest != "" {
		l.Write([]byte("\n"))
	}
}

// A tally counts results, and shows each as it comes.
type tally struct {
	w               io.Writer
	passed          int
	failed, skipped []note
}

type note struct{ name, text string }

func join(suite, test string) string {
	if test == "" {
		return suite
	}
	return suite + " " + test
}

func (t *tally) pass(suite, test string, d time.Duration) {
	t.passed++
	t.show("ok  ", join(suite, test), d)
}

func (t *tally) fail(suite, test, output string) {
	name := join(suite, test)
	t.failed = append(t.failed, note{name, output})
	t.show("FAIL", name, 0)
}

func (t *tally) skip(suite, test, reason string) {
	name := join(suite, test)
	if reason == "" {
		reason = "no reason given"
	}
	t.skipped = append(t.skipped, note{name, reason})
	t.show("skip", name, 0)
}

func (t *tally) show(verdict, name string, d time.Duration) {
	if d >= 100*time.Millisecond {
		name += fmt.Sprintf(" (%.1fs)", d.Seconds())
	}
	fmt.Fprintf(t.w, "%s  %s\n", verdict, name)
}

// close prints what needs a second look and the sum, and tells whether all is well.
func (t *tally) close() bool {
	if len(t.skipped) > 0 {
		fmt.Fprintln(t.w, "\nskipped:")
		for _, n := range t.skipped {
			fmt.Fprintf(t.w, "  %s: %s\n", n.name, n.text)
		}
	}
	for _, n := range t.failed {
		fmt.Fprintf(t.w, "\n--- failed: %s\n", n.name)
		if text := strings.TrimRight(n.text, "\n"); text != "" {
			fmt.Fprintln(t.w, text)
		}
	}
	fmt.Fprintf(t.w, "\n%d passed, %d failed", t.passed, len(t.failed))
	if len(t.skipped) > 0 {
		fmt.Fprintf(t.w, ", %d skipped", len(t.skipped))
	}
	fmt.Fprintln(t.w)
	return t.passed > 0 && len(t.failed) == 0
}
