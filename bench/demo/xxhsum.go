//go:build amd64

package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// xxhsum runs the tool over the files and returns their digests by path; a
// file that it could not read is not among them. The option is -H3 or -H2.
func xxhsum(tool, option string, paths []string) (map[string]string, error) {
	digests := make(map[string]string, len(paths))
	var plain []string
	for _, path := range paths {
		if !odd(path) {
			plain = append(plain, path)
			continue
		}
		digest, err := xxhsumOne(tool, option, path)
		if err != nil {
			return nil, err
		}
		if digest != "" {
			digests[path] = digest
		}
	}
	if len(plain) > 0 {
		out, err := output(exec.Command(tool, append([]string{option, "--tag"}, plain...)...))
		if err != nil {
			return nil, err
		}
		for _, line := range strings.Split(out, "\n") {
			if path, digest, ok := parse(line); ok {
				digests[path] = digest
			}
		}
	}
	return digests, nil
}

// odd tells whether a path may look different in the tool's output: xxhsum
// 0.8.1 prints a line feed as it is, later ones escape it and the backslash.
func odd(path string) bool {
	return strings.ContainsAny(path, "\\\n\r")
}

// xxhsumOne feeds the file to the tool's standard input, where its name does
// not matter. The digest is "" if the file cannot be read.
func xxhsumOne(tool, option, path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", nil
	}
	defer f.Close()
	cmd := exec.Command(tool, option, "--tag", "-")
	cmd.Stdin = f
	out, err := output(cmd)
	if err != nil {
		return "", err
	}
	_, digest, _ := parse(out)
	return digest, nil
}

// output returns what the tool prints. That it fails on single files shows
// by their absence; that it does not run at all is an error.
func output(cmd *exec.Cmd) (string, error) {
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	var exit *exec.ExitError
	if err != nil && !(errors.As(err, &exit) && exit.Exited()) {
		return "", fmt.Errorf("%s: %w: %s", cmd.Path, err, bytes.TrimSpace(stderr.Bytes()))
	}
	return string(out), nil
}

// parse takes a line of xxhsum --tag apart: NAME (PATH) = DIGEST. A path may
// contain every part of that, but a digest none, so the last " = " counts.
func parse(line string) (path, digest string, ok bool) {
	line = strings.TrimRight(line, "\n")
	_, rest, ok1 := strings.Cut(line, " (")
	i := strings.LastIndex(rest, ") = ")
	if !ok1 || i < 0 {
		return "", "", false
	}
	return rest[:i], rest[i+len(") = "):], true
}
