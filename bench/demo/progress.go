//go:build amd64

package main

import (
	"fmt"
	"os"
	"time"
)

// progress says on standard error how far things are: on a terminal in one
// line that is overwritten, else in a line each second.
type progress struct {
	terminal bool
	every    time.Duration
	last     time.Time
	open     bool // the cursor stands behind a line to overwrite
}

func newProgress() *progress {
	p := &progress{every: time.Second, last: time.Now()}
	if info, err := os.Stderr.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
		p.terminal = true
		p.every = 100 * time.Millisecond
	}
	return p
}

func (p *progress) show(files int, bytes int64) {
	now := time.Now()
	if now.Sub(p.last) < p.every {
		return
	}
	p.last = now
	line := fmt.Sprintf("%d files, %.1f MB", files, float64(bytes)/1e6)
	if p.terminal {
		fmt.Fprintf(os.Stderr, "\r%-40s", line)
		p.open = true
	} else {
		fmt.Fprintln(os.Stderr, line)
	}
}

// done clears the line, so that other output starts on an empty one.
func (p *progress) done() {
	if p.open {
		fmt.Fprintf(os.Stderr, "\r%-40s\r", "")
		p.open = false
	}
}
