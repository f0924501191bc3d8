package fault

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// A table that is wrong on purpose is found out, by the comparison and by the
// faults: the two checks can fail.
func TestWrongTableIsFound(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(scratch, "wrong")
	harness.Check(t, os.CopyFS(dir, os.DirFS(moduleOf(t, variant{}))))
	name := hideFrame(t, filepath.Join(dir, "fault", "deep", "nearcall_amd64.s"))
	t.Logf("in %s, the assembler does not know of the frame", name)
	img := loadImage(t, dir, buildProgram(t, dir, []string{"GOTOOLCHAIN=local"}, "brute"), "fault/deep")
	c := tallyTables(t, img, loadPclntab(t, img.path))["fault/deep"]
	inName := 0
	for _, words := range c.wrong {
		if strings.HasPrefix(words, "fault/deep."+name+"+") {
			inName++
		}
	}
	t.Logf("found in the tables: %d instructions", inName)
	if inName == 0 || inName != len(c.wrong) {
		t.Errorf("%d instructions of %s have wrong tables, and %d elsewhere", inName, name, len(c.wrong)-inName)
	}
	v := bruteForceImage(t, img, func(f *function) bool { return f.pkg == "fault/deep" && f.name == name }, nil)
	t.Logf("found by faults: %d of %d", len(v.wrong), v.reached)
	if len(v.wrong) != inName {
		t.Errorf("%d faults of %d have a wrong trace, want %d", len(v.wrong), v.reached, inName)
	}
}

// frameOp may share its line with other instructions.
var frameOp = regexp.MustCompile(`\bADJSP +\$(\d+)`)

// hideFrame writes an instruction that makes a C function's frame as bytes: the
// machine code stays as it is.
func hideFrame(t *testing.T, path string) (name string) {
	t.Helper()
	lines := strings.Split(harness.Read(t, path), "\n")
	for i, line := range lines {
		if m := textLine.FindStringSubmatch(line); m != nil {
			name = ""
			if m[2] != "" && m[3] != "NOSPLIT" { // which would be an entry by registers
				name = m[1]
			}
		}
		if m := frameOp.FindStringSubmatch(line); m != nil && name != "" && !strings.Contains(line, "// not run") {
			size, err := strconv.Atoi(m[1])
			harness.Check(t, err)
			bytes := fmt.Sprintf("LONG $%#x; WORD $%#x; BYTE $0", 0xec8148|size&0xff<<24, size>>8)
			if size < 128 {
				bytes = fmt.Sprintf("LONG $%#x", 0xec8348|size<<24)
			}
			lines[i] = strings.Replace(line, m[0], bytes, 1)
			harness.Check(t, os.WriteFile(path, []byte(strings.Join(lines, "\n")), 0o644))
			return name
		}
	}
	t.Fatalf("%s has no function with a frame", path)
	return ""
}
