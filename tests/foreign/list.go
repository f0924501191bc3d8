package main

import (
	"fmt"
	"os"
	"regexp"
	"strings"
)

// A codebase is a line of list.txt: what it is called, and where its sources
// come from.
type codebase struct {
	name    string // its folder in testdata
	kind    string // a key of clients
	pkg     string // the package, as the registry's client names it
	version string
	file    string // the file that the client brings
	sha256  string
	licence string
	short   bool // belongs to the short form
}

var sum = regexp.MustCompile(`^[0-9a-f]{64}$`)

// parseList reads lines of seven fields, and an eighth that may be "short".
func parseList(text string) ([]codebase, error) {
	var all []codebase
	seen := map[string]bool{}
	for i, line := range strings.Split(text, "\n") {
		f := strings.Fields(line)
		if len(f) == 0 || strings.HasPrefix(f[0], "#") {
			continue
		}
		if len(f) < 7 || len(f) > 8 || len(f) == 8 && f[7] != "short" {
			return nil, fmt.Errorf("line %d: want NAME KIND PACKAGE VERSION FILE SHA256 LICENCE [short]", i+1)
		}
		c := codebase{f[0], f[1], f[2], f[3], f[4], f[5], f[6], len(f) == 8}
		switch {
		case clients[c.kind] == nil:
			return nil, fmt.Errorf("line %d: there is no kind %s", i+1, c.kind)
		case !sum.MatchString(c.sha256):
			return nil, fmt.Errorf("line %d: %q is no SHA-256", i+1, c.sha256)
		case seen[c.name]:
			return nil, fmt.Errorf("line %d: %s is there twice", i+1, c.name)
		}
		seen[c.name] = true
		all = append(all, c)
	}
	return all, nil
}

func readList(path string) ([]codebase, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	all, err := parseList(string(text))
	if err != nil {
		return nil, fmt.Errorf("%s: %v", path, err)
	}
	return all, nil
}
