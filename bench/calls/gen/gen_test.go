package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// The files in the tree are what the templates say.
func TestUpToDate(t *testing.T) {
	for _, o := range outputs() {
		want, err := o.render()
		if err != nil {
			t.Fatal(o.file, err)
		}
		got, err := os.ReadFile(filepath.Join("..", o.file))
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not what go run ./gen writes (%v)", o.file, err)
		}
	}
}

// What the Go functions compute is spelt out in csrc/calls.c as well.
func TestMix(t *testing.T) {
	if got, want := mix(names(6)), "((((b + c) ^ d) + e) ^ f)"; got != want {
		t.Errorf("mix is %s, want %s", got, want)
	}
}
