package main

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
)

const (
	statusGood    = "good"
	statusSkipped = "skipped"
	statusFailed  = "failed"

	notRun = "not run: the time was up"
)

// result is how a cell came out. A note says why, unless it is good.
type result struct {
	Status string
	Note   string
}

// results are kept in a file, for a run that goes on. Those of another tool are no good.
type results struct {
	mu   sync.Mutex
	path string
	Tool string // its hash
	Says string // its version
	Of   map[string]result
}

func openResults(path, tool string, keep bool) (*results, error) {
	text, err := os.ReadFile(tool)
	if err != nil {
		return nil, fmt.Errorf("%v (make builds it)", err)
	}
	r := &results{path: path, Tool: fmt.Sprintf("%x", sha256.Sum256(text)), Of: map[string]result{}}
	version, err := exec.Command(tool, "version").Output()
	if err != nil {
		return nil, fmt.Errorf("%s version: %v", tool, err)
	}
	r.Says = strings.TrimSpace(string(version))
	if !keep {
		return r, nil
	}
	old := &results{}
	text, err = os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return r, nil
	}
	if err == nil {
		err = json.Unmarshal(text, old)
	}
	if err == nil && old.Tool == r.Tool {
		r.Of = old.Of
	}
	return r, err
}

func (r *results) get(name string) (result, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	got, ok := r.Of[name]
	return got, ok
}

func (r *results) put(name string, got result) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if got.Status != statusGood && got.Note == "" {
		return fmt.Errorf("%s: %s without a reason", name, got.Status)
	}
	r.Of[name] = got
	text, err := json.MarshalIndent(r, "", "\t")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(r.path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(r.path, text, 0o644)
}

var (
	dull   = regexp.MustCompile(`^(go: downloading |# |go build|go tool|exit status|\s*$|/.*: exit status|\S+ .*: exit status \d+$|qemu: )`)
	folder = regexp.MustCompile(`(/[\w.+@-]+)+/([\w.+-]+)`)
)

// firstTelling is the line of a program's words that says what is wrong, without folders that are another's elsewhere.
func firstTelling(words string) string {
	lines := strings.Split(strings.TrimSpace(words), "\n")
	if len(lines) > 1 && strings.Contains(lines[0], ": exit status") {
		lines = lines[1:]
	}
	for _, line := range lines {
		if !dull.MatchString(line) {
			return folder.ReplaceAllString(strings.TrimSpace(line), "$2")
		}
	}
	return folder.ReplaceAllString(strings.TrimSpace(lines[0]), "$2")
}
