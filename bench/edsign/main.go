//go:build amd64

// Command edsign signs and verifies the files of a directory with the keys of
// RFC 8032's test vectors, by gostubs/edwards25519 (C) and the dalek package
// below it (Rust), and compares every key and signature with crypto/ed25519's.
package main

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/nearcall/nearcall/gostubs/edwards25519"
	"github.com/nearcall/nearcall/gostubs/edwards25519/dalek"
)

// Seeds and public keys of RFC 8032, 7.1: tests 1, 2, 3, 1024 and SHA(abc).
var keys = [][2]string{
	{"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"},
	{"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"},
	{"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"},
	{"f5e5767cf153319517630f226876b86c8160cc583bc013744c6bf255f5cc0ee5", "278117fc144c72340f67d0f2316e8386ceffbf2b2428c9c51fef7c597f1d426e"},
	{"833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42", "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf"},
}

type way struct {
	name   string
	key    func(seed []byte) ed25519.PrivateKey
	sign   func(key ed25519.PrivateKey, message []byte) []byte
	verify func(key ed25519.PublicKey, message, sig []byte) bool
}

var ways = []way{
	{name: "C by nearcall", key: edwards25519.NewKeyFromSeed, sign: edwards25519.Sign, verify: edwards25519.Verify},
	{name: "dalek by nearcall", key: dalek.NewKeyFromSeed, sign: dalek.Sign, verify: dalek.Verify},
}

type totals struct {
	files, bytes, mismatches, skipped int
}

func (t *totals) wrong(format string, args ...any) {
	if t.mismatches++; t.mismatches <= 10 {
		fmt.Printf(format+"\n", args...)
	}
}

// file signs one file with one of the keys, in all ways.
func (t *totals) file(path string, message []byte) {
	pair := keys[t.files%len(keys)]
	seed, _ := hex.DecodeString(pair[0])
	public, _ := hex.DecodeString(pair[1])
	want := ed25519.Sign(ed25519.NewKeyFromSeed(seed), message)
	for _, w := range ways {
		key := w.key(seed)
		sig := w.sign(key, message)
		switch {
		case !bytes.Equal(key[32:], public):
			t.wrong("%s: public key %x, want %x", w.name, key[32:], public)
		case !bytes.Equal(sig, want):
			t.wrong("%s: %s: signature %x, want %x", path, w.name, sig, want)
		case !w.verify(public, message, sig):
			t.wrong("%s: %s: signature not verified", path, w.name)
		case w.verify(public, append(message, 0), sig):
			t.wrong("%s: %s: signature of another message verified", path, w.name)
		}
	}
	t.files++
	t.bytes += len(message)
}

func main() {
	most := flag.Int("files", 500, "sign at most this `number` of files")
	size := flag.Int64("size", 1<<18, "leave out files of more than so many `bytes`")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: edsign [-files N] [-size N] DIR")
		os.Exit(2)
	}
	var t totals
	err := filepath.WalkDir(flag.Arg(0), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return nil
		}
		if t.files == *most {
			return fs.SkipAll
		}
		info, err := entry.Info()
		if err != nil || info.Size() > *size {
			t.skipped++
			return nil
		}
		message, err := os.ReadFile(path)
		if err != nil {
			t.skipped++
			return nil
		}
		t.file(path, message)
		return nil
	})
	if err != nil || t.files == 0 {
		fmt.Fprintf(os.Stderr, "edsign: no file signed in %s: %v\n", flag.Arg(0), err)
		os.Exit(1)
	}
	fmt.Printf("%d files (%d bytes) signed and verified with RFC 8032's keys, in C and in Rust; %d files left out; %d mismatches with crypto/ed25519\n",
		t.files, t.bytes, t.skipped, t.mismatches)
	if t.mismatches > 0 {
		os.Exit(1)
	}
}
