package serve

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"
)

// A Program is one that answers requests.
type Program struct {
	path string
	cmd  *exec.Cmd
	to   io.WriteCloser
	from *bufio.Reader
}

// Start starts the program at path.
func Start(path string) (*Program, error) {
	p := &Program{path: path, cmd: exec.Command(path)}
	p.cmd.Stderr = os.Stderr
	var err error
	if p.to, err = p.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.from = bufio.NewReader(out)
	return p, p.cmd.Start()
}

// Run has the program run n calls of the case of that name, at that depth.
func (p *Program) Run(name string, n, depth int) (time.Duration, uint64, error) {
	var ns int64
	var result uint64
	_, err := fmt.Fprintf(p.to, "%s %d %d\n", name, n, depth)
	if err == nil {
		_, err = fmt.Fscanf(p.from, "%d %d\n", &ns, &result)
	}
	if err != nil {
		return 0, 0, fmt.Errorf("%s: %s: %w", p.path, name, err)
	}
	return time.Duration(ns), result, nil
}

// Close ends the program.
func (p *Program) Close() error {
	p.to.Close()
	return p.cmd.Wait()
}
