package main

import (
	"os"
	"os/exec"
	"strings"
)

// need is a program, or a library by its header.
type need struct {
	what, why string
}

var needs = []need{
	{"make", "builds it"},
	{"gcc", "compiles it (or clang)"},
	{"gelf.h", "of libelf: reads and writes ELF"},
	{"elfutils/libdw.h", "of libdw: reads DWARF"},
	{"jansson.h", "of jansson: reads JSON"},
	{"openssl/sha.h", "of libcrypto: hashes files"},
	{"Zydis/Zydis.h", "of Zydis: decodes x86-64"},
	{"capstone/capstone.h", "of Capstone: decodes arm64"},
	{"libiberty/demangle.h", "of libiberty: reads Rust's names"},
}

// there reports whether the program is in PATH, or the compiler finds the header.
func (n need) there() bool {
	if !strings.HasSuffix(n.what, ".h") {
		name := n.what
		if name == "gcc" {
			name = compiler()
		}
		_, err := exec.LookPath(name)
		return err == nil
	}
	cmd := exec.Command(compiler(), "-E", "-xc", "-")
	cmd.Stdin = strings.NewReader("#include <" + n.what + ">\n")
	return cmd.Run() == nil
}

// systems have these under other names. The first whose file is there counts.
var systems = []struct{ file, name, command string }{
	{"/etc/debian_version", "Debian and Ubuntu",
		"apt install make gcc libelf-dev libdw-dev libjansson-dev libssl-dev libzydis-dev libcapstone-dev libiberty-dev"},
	{"/etc/fedora-release", "Fedora",
		"dnf install make gcc elfutils-libelf-devel elfutils-devel jansson-devel openssl-devel zydis-devel capstone-devel binutils-devel"},
	{"/etc/arch-release", "Arch Linux", "pacman -S make gcc elfutils jansson openssl zydis capstone binutils"},
	{"/etc/alpine-release", "Alpine",
		"apk add make gcc musl-dev elfutils-dev jansson-dev openssl-dev zydis-dev capstone-dev binutils-dev"},
}

func howToGet() string {
	for _, s := range systems {
		if _, err := os.Stat(s.file); err == nil {
			return s.name + ": " + s.command
		}
	}
	return systems[0].name + ": " + systems[0].command + "\nOr take the tarball of a release, which needs none of this, and put its bin/ into PATH."
}
