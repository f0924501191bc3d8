package docs

import (
	"bufio"
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/nearcall/nearcall/tests/harness"
)

func check(t *testing.T, fsys fs.FS) []string {
	t.Helper()
	pages, err := readPages(fsys)
	harness.Check(t, err)
	figures, seen := checkFigures(fsys, pages)
	if seen == 0 {
		t.Error("no page has a stack bound of a package of ours: nothing was compared")
	}
	problems := slices.Concat(checkLinks(fsys, pages), checkMaps(fsys, pages), checkPictures(fsys), figures)
	slices.Sort(problems)
	return problems
}

func TestRepository(t *testing.T) {
	for _, problem := range check(t, os.DirFS(harness.Root(t))) {
		t.Error(problem)
	}
}

// tree makes a file system of files at "-- NAME --" lines.
func tree(text string) fs.FS {
	fsys := fstest.MapFS{}
	for _, f := range harness.Split(text) {
		fsys[f.Name] = &fstest.MapFile{Data: []byte(f.Text)}
	}
	return fsys
}

const goodSVG = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><style>
.a, .b { fill: #fff; } .c { stroke: #000; fill: none }
@media (prefers-color-scheme: dark) { .a { fill: #000; } .b { fill: #111; } .c { stroke: #fff; } }
</style><rect class="a"/></svg>
`

// good is a tree without a fault, with the odd shapes that Markdown has.
const good = `
-- README.md --
# Title

See [the manual](docs/manual.md#a-b-and-c-1), [a
link over lines](docs/manual.md "with a title"), [![a picture](docs/p.svg)](docs/manual.md) and [the web](https://a.b/c#d).
A path in prose: pack/base/a.c, a pattern: ` + "`pack/*/`" + `; what is in code is no link: ` + "`[x](y)`" + `.

    pack/         what it is
                  and more of it
      base/       the base
        a.c       a file
      link/       the link
    docs/         pages
    gostubs/      packages

    [no link](in/code)
    sum.Add: 16 bytes of stack, proven
    other.Add: 1 bytes of stack, proven

` + "```" + `
[nor](here)
# nor a heading
` + "```" + `

- a list

    with a [link](docs/manual.md) in its second paragraph

[ref]: docs/manual.md#func
-- docs/manual.md --
## A, B and C
## A, B and C
### ` + "`//x:func`" + `, [linked](../README.md)
## func
[up](../README.md#title) [here](#xfunc-linked)
-- docs/p.svg --
` + goodSVG + `
-- gostubs/sum/nearcall_amd64.s --

// func Add(x int64) int64
// C: int64_t add(int64_t x); 16 bytes of stack
TEXT ·Add(SB), NOSPLIT, $0-16
-- pack/base/a.c --
-- pack/link/b.c --
-- build/README.md --
[not ours](nowhere)
-- pack/link/testdata/x/a.md --
[not ours](nowhere)
`

func TestGoodTree(t *testing.T) {
	for _, problem := range check(t, tree(good)) {
		t.Error(problem)
	}
}

// TestPlanted puts one fault into the good tree, and wants it found, and nothing else.
func TestPlanted(t *testing.T) {
	for _, c := range []struct{ name, old, new, want string }{
		{"file", "(docs/manual.md#a-b-and-c-1)", "(docs/manul.md)",
			`README.md:3: link to "docs/manul.md": no such file`},
		{"second anchor of a name", "a-b-and-c-1", "a-b-and-c-2",
			`README.md:3: link to "docs/manual.md#a-b-and-c-2": no such heading`},
		{"own anchor", "#xfunc-linked", "#xfunc", `docs/manual.md:5: link to "#xfunc": no such heading`},
		{"capitals", "#title", "#Title", `docs/manual.md:5: link to "../README.md#Title": no such heading`},
		{"text over lines", `(docs/manual.md "with`, `(manual.md "with`,
			`README.md:4: link to "manual.md": no such file`},
		{"picture", "](docs/p.svg)", "](docs/q.svg)", `README.md:4: link to "docs/q.svg": no such file`},
		{"link of a picture", "p.svg)](docs/manual.md)", "p.svg)](docs/x.md)",
			`README.md:4: link to "docs/x.md": no such file`},
		{"reference", "[ref]: docs/manual.md#func", "[ref]: docs/manual.md#fun",
			`README.md:28: link to "docs/manual.md#fun": no such heading`},
		{"in a list", "a [link](docs/manual.md) in", "a [link](docs/m.md) in",
			`README.md:26: link to "docs/m.md": no such file`},
		{"out of the repository", "[up](../README.md#title)", "[up](../../README.md)",
			`docs/manual.md:5: link to "../../README.md": outside of the repository`},
		{"from the root", "[up](../README.md#title)", "[up](/README.md)",
			`docs/manual.md:5: link to "/README.md": a link from the root works on GitHub alone`},
		{"anchor in C", "[up](../README.md#title)", "[up](../pack/base/a.c#L1)",
			`docs/manual.md:5: link to "../pack/base/a.c#L1": an anchor in a file that has none`},
		{"path in prose", "pack/base/a.c, a", "pack/base/b.c, a", "README.md:5: there is no pack/base/b.c"},
		{"pattern in prose", "pack/*/", "pack/*.c", "README.md:5: there is no pack/*.c"},
		{"file in a map", "a.c       a file", "b.c       a file",
			"README.md:10: the map has pack/base/b.c, which is not there"},
		{"depth in a map", "        a.c       a file", "      a.c         a file",
			"README.md:10: the map has pack/a.c, which is not there"},
		{"folder not in a map", "      link/       the link\n", "",
			"README.md:7: the map lists folders of pack and forgets pack/link"},
		{"page that nobody links", "-- build/README.md --", "-- docs/lost.md --\n-- build/README.md --",
			"docs/lost.md:1: no link leads here from README.md"},
		{"stack bound", "    sum.Add: 16", "    sum.Add: 6", "README.md:15: sum.Add does not need 6 bytes of stack"},
		{"function without a bound", "    sum.Add", "    sum.Ad", "README.md:15: sum.Ad does not need 16 bytes of stack"},
		{"not well-formed", "</style>", "</stile>",
			"docs/p.svg: XML syntax error on line 4: element <style> closed by </stile>"},
		{"cut off", "</svg>", "", "docs/p.svg: XML syntax error on line 6: unexpected EOF"},
		{"no svg", "2000/svg", "2000/swg",
			`docs/p.svg: the first element is svg in "http://www.w3.org/2000/swg", not svg`},
		{"one scheme", "scheme: dark", "scheme: light", "docs/p.svg: no style for prefers-color-scheme: dark"},
		{"a colour without a counterpart", ".b { fill: #111; }", "",
			"docs/p.svg: .b fill has no counterpart in the dark scheme"},
		{"another property", ".c { stroke: #fff; }", ".c { fill: #fff; }",
			"docs/p.svg: .c stroke has no counterpart in the dark scheme"},
		{"fixed colour", `class="a"`, `fill="#123"`,
			`docs/p.svg: rect has fill="#123", the same in both colour schemes`},
		{"fixed style", `class="a"`, `style="stroke:red"`,
			`docs/p.svg: rect has style="stroke:red", the same in both colour schemes`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if strings.Count(good, c.old) != 1 {
				t.Fatalf("%q stands %d times in the good tree", c.old, strings.Count(good, c.old))
			}
			got := check(t, tree(strings.Replace(good, c.old, c.new, 1)))
			if len(got) != 1 || got[0] != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

var saysGenerated = regexp.MustCompile(`(?m)^// Code generated .* DO NOT EDIT\.$`)

// TestGenerated: .gitattributes marks the Go and assembly files that say they are generated, and no others.
func TestGenerated(t *testing.T) {
	root := harness.Root(t)
	if r := harness.Run(t, root, nil, "git", "rev-parse", "--is-inside-work-tree"); r.Status != 0 {
		t.Skipf("not a working tree of git: %s", r.Stderr)
	}
	names := git(t, root, nil, "ls-files", "-z", "--", "*.go", "*.s")
	marked := map[string]bool{}
	attrs := bytes.Split(git(t, root, names, "check-attr", "-z", "--stdin", "linguist-generated"), []byte{0})
	for i := 0; i+2 < len(attrs); i += 3 {
		marked[string(attrs[i])] = string(attrs[i+2]) == "set"
	}
	if len(marked) == 0 {
		t.Fatal("git lists no files")
	}
	for name, mark := range marked {
		if says := generated(t, root+"/"+name); says != mark {
			t.Errorf("%s: generated by its first lines: %v, by .gitattributes: %v", name, says, mark)
		}
	}
}

func git(t *testing.T, root string, stdin []byte, args ...string) []byte {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir, cmd.Stdin = root, bytes.NewReader(stdin)
	out, err := cmd.Output()
	harness.Check(t, err)
	return out
}

// generated tells whether a comment above the code says so, as Go's tools read it.
func generated(t *testing.T, name string) bool {
	f, err := os.Open(name)
	if os.IsNotExist(err) {
		return false // deleted, and not yet committed
	}
	harness.Check(t, err)
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		line := strings.TrimSpace(s.Text())
		if saysGenerated.MatchString(line) {
			return true
		}
		if line != "" && !strings.HasPrefix(line, "//") {
			return false
		}
	}
	return false
}
