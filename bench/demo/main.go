//go:build amd64

// Demo hashes every regular file under a directory with package xxh3 and, on
// request, compares each digest with that of the real xxhsum.
//
//	demo [-xxhsum PATH] [-carrier NAME] DIR
//
// It prints how many files and bytes that were, how fast the hash functions
// went (the time within their calls only, not that of reading), and how many
// digests differed. The exit status is 1 if one did, if one could not be
// compared, or if there was not one file; 2 for wrong usage.
//
// Files that cannot be read are counted and left out. Files that change
// meanwhile may show up as mismatches.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/nearcall/nearcall/gostubs/xxh3"
)

func main() {
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: demo [-xxhsum PATH] [-carrier NAME] DIR")
		flag.PrintDefaults()
	}
	tool := flag.String("xxhsum", "", "compare with the xxhsum at `PATH`")
	carrier := flag.String("carrier", "", "`NAME` of the carrier, for the heading")
	flag.Parse()
	if flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}

	d := &demo{tool: *tool, progress: newProgress()}
	err := d.run(flag.Arg(0))
	d.progress.done()
	if err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
		os.Exit(1)
	}
	d.print(os.Stdout, *carrier, flag.Arg(0))
	if !d.good() {
		os.Exit(1)
	}
}

// tally is what there is to say about one hash function.
type tally struct {
	took       time.Duration // within its calls
	compared   int
	mismatches int
	missing    int // xxhsum said nothing about the file
}

type demo struct {
	tool     string // path of xxhsum, or ""
	progress *progress

	files, unreadable int
	bytes             int64
	sum64, sum128     tally

	buf   []byte // the file at hand
	batch []file // hashed, not yet compared
	chars int    // of the paths in batch
}

// file is a path with its digests in the hexadecimal form of xxhsum.
type file struct {
	path          string
	hex64, hex128 string
}

// A batch is one run of xxhsum for each hash function; its paths have to fit
// on a command line.
const (
	batchFiles = 1000
	batchChars = 64 << 10
)

func (d *demo) run(dir string) error {
	// Absolute paths cannot be taken for options; and a directory that is
	// named by a symbolic link is meant itself.
	root, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	root, err = filepath.EvalSymlinks(root)
	if err != nil {
		return err
	}
	err = filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			d.skip(err)
			return nil
		case !e.Type().IsRegular():
			return nil
		}
		if err := d.read(path); err != nil {
			d.skip(err)
			return nil
		}
		d.hash(path)
		d.progress.show(d.files, d.bytes)
		if len(d.batch) >= batchFiles || d.chars >= batchChars {
			return d.compare()
		}
		return nil
	})
	if err != nil {
		return err
	}
	return d.compare()
}

// skip counts what cannot be read, and names the first few.
func (d *demo) skip(err error) {
	d.unreadable++
	const few = 10
	if d.unreadable <= few {
		d.progress.done()
		fmt.Fprintln(os.Stderr, "demo: left out:", err)
		if d.unreadable == few {
			fmt.Fprintln(os.Stderr, "demo: further ones are only counted")
		}
	}
}

// read reads the file into d.buf, which is used again for the next: mapping
// it would be quicker, but a file that shrinks meanwhile would be a fault.
func (d *demo) read(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s: no longer a regular file", path)
	}
	// One byte more than there should be, to see the end without growing.
	if need := info.Size() + 1; int64(cap(d.buf)) < need {
		d.buf = make([]byte, 0, need+need/8)
	}
	d.buf = d.buf[:0]
	for {
		if len(d.buf) == cap(d.buf) {
			d.buf = append(d.buf, 0)[:len(d.buf)]
		}
		n, err := f.Read(d.buf[len(d.buf):cap(d.buf)])
		d.buf = d.buf[:len(d.buf)+n]
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func (d *demo) hash(path string) {
	var h64 uint64
	var h128 xxh3.Uint128
	do64 := func() {
		start := time.Now()
		h64 = xxh3.Sum64(d.buf)
		d.sum64.took += time.Since(start)
	}
	do128 := func() {
		start := time.Now()
		h128 = xxh3.Sum128(d.buf)
		d.sum128.took += time.Since(start)
	}
	// The second finds the bytes in the cache: take turns at being first.
	if d.files%2 == 0 {
		do64()
		do128()
	} else {
		do128()
		do64()
	}
	d.files++
	d.bytes += int64(len(d.buf))
	if d.tool != "" {
		d.batch = append(d.batch, file{path, fmt.Sprintf("%016x", h64), fmt.Sprintf("%x", h128.Bytes())})
		d.chars += len(path) + 1
	}
}

// compare asks xxhsum about the batch and empties it.
func (d *demo) compare() error {
	if len(d.batch) == 0 {
		return nil
	}
	paths := make([]string, len(d.batch))
	for i, f := range d.batch {
		paths[i] = f.path
	}
	for _, h := range []struct {
		option string
		tally  *tally
		hex    func(file) string
	}{
		{"-H3", &d.sum64, func(f file) string { return f.hex64 }},
		{"-H2", &d.sum128, func(f file) string { return f.hex128 }},
	} {
		want, err := xxhsum(d.tool, h.option, paths)
		if err != nil {
			return err
		}
		for _, f := range d.batch {
			w, ok := want[f.path]
			switch {
			case !ok:
				h.tally.missing++
				d.complain(fmt.Sprintf("no answer of xxhsum %s for %q", h.option, f.path))
				continue
			case w != h.hex(f):
				h.tally.mismatches++
				d.complain(fmt.Sprintf("mismatch: %q: %s, but xxhsum %s says %s", f.path, h.hex(f), h.option, w))
			}
			h.tally.compared++
		}
		d.progress.show(d.files, d.bytes)
	}
	d.batch, d.chars = d.batch[:0], 0
	return nil
}

// complain names the first few digests that are wrong or missing.
func (d *demo) complain(what string) {
	const few = 20
	n := d.sum64.mismatches + d.sum64.missing + d.sum128.mismatches + d.sum128.missing
	if n <= few {
		d.progress.done()
		fmt.Fprintln(os.Stderr, "demo:", what)
	}
}

func (d *demo) good() bool {
	for _, t := range []tally{d.sum64, d.sum128} {
		if t.mismatches != 0 || t.missing != 0 || d.tool != "" && t.compared != d.files {
			return false
		}
	}
	return d.files > 0
}

func (d *demo) print(w io.Writer, carrier, dir string) {
	heading := "XXH3 of " + dir
	if carrier != "" {
		heading = carrier + " carrier: " + heading
	}
	fmt.Fprintf(w, "%s\n\n", heading)
	fmt.Fprintf(w, "%-12s %14d\n", "files", d.files)
	fmt.Fprintf(w, "%-12s %14d\n", "bytes", d.bytes)
	fmt.Fprintf(w, "%-12s %14d\n\n", "unreadable", d.unreadable)
	fmt.Fprintf(w, "%-12s %14s %12s %12s %12s\n", "hash", "GB/s", "compared", "mismatches", "no answer")
	for _, l := range []struct {
		name string
		tally
	}{
		{"XXH3-64", d.sum64},
		{"XXH3-128", d.sum128},
	} {
		fmt.Fprintf(w, "%-12s %14s %12d %12d %12d\n", l.name, speed(d.bytes, l.took), l.compared, l.mismatches, l.missing)
	}
	switch {
	case d.files == 0:
		fmt.Fprintln(w, "\nno file was hashed")
	case d.tool == "":
		fmt.Fprintln(w, "\nnothing was compared: no -xxhsum")
	}
}

// speed is in 10^9 bytes per second.
func speed(bytes int64, took time.Duration) string {
	if took <= 0 {
		return "-"
	}
	return fmt.Sprintf("%.2f", float64(bytes)/float64(took.Nanoseconds()))
}
