package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strings"
)

// describe writes what machine this is, as benchstat's configuration lines.
func describe(w io.Writer, programs string) {
	cpu, _ := os.ReadFile("/proc/cpuinfo")
	kernel, _ := os.ReadFile("/proc/sys/kernel/osrelease")
	fmt.Fprintf(w, "goos: %s\ngoarch: %s\n", runtime.GOOS, runtime.GOARCH)
	fmt.Fprintf(w, "cpu: %s\n", cpuName(string(cpu)))
	fmt.Fprintf(w, "cores: %d\n", runtime.NumCPU())
	fmt.Fprintf(w, "kernel: %s\n", strings.TrimSpace(string(kernel)))
	fmt.Fprintf(w, "go: %s\n", runtime.Version())
	compiler := os.Getenv("CC")
	if compiler == "" {
		compiler = "clang"
	}
	fmt.Fprintf(w, "cc: %s\n", firstLine(strings.Fields(compiler)[0], "--version"))
	fmt.Fprintf(w, "purego: %s\n", moduleVersion(programs, "github.com/ebitengine/purego"))
	fmt.Fprintf(w, "zeebo: %s\n", moduleVersion(programs, "github.com/zeebo/xxh3"))
	fmt.Fprintf(w, "filippo: %s\n", moduleVersion(programs, "filippo.io/edwards25519"))
}

// cpuName is the model of /proc/cpuinfo, with its numbers: names such as
// "Intel(R) Xeon(R) Processor", which virtual machines show, say little.
func cpuName(info string) string {
	field := func(name string) string {
		m := regexp.MustCompile(`(?m)^` + name + `\s*: (.*)$`).FindStringSubmatch(info)
		if m == nil {
			return "unknown"
		}
		return m[1]
	}
	return fmt.Sprintf("%s (family %s, model %s, stepping %s)",
		field("model name"), field("cpu family"), field("model"), field("stepping"))
}

func firstLine(name string, args ...string) string {
	out, err := exec.Command(name, args...).Output()
	if err != nil {
		return name + " (unknown version)"
	}
	line, _, _ := strings.Cut(string(out), "\n")
	return line
}

// moduleVersion is the version of a module in a program.
func moduleVersion(program, module string) string {
	out, _ := exec.Command("go", "version", "-m", program).Output()
	m := regexp.MustCompile(regexp.QuoteMeta(module) + `\s+(\S+)`).FindSubmatch(out)
	if m == nil {
		return "unknown"
	}
	return string(m[1])
}
