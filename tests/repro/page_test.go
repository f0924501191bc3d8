package repro

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// pageModule has levels, a tail call, recursion by promise, a tree, and names
// and lines of C that mean something in HTML.
const pageModule = `-- p.go --
package p

//nearcall:source csrc/f.c
//nearcall:cpu x86-64-v1 x86-64-v3
//nearcall:depth walk 9

// The declaration is of F.

//nearcall:func f
func F(xs *[16]int64, n int64) int64

//nearcall:func walk
func Walk(n int64) int64
-- csrc/f.c --
void keep(void *);
__attribute__((noinline)) void keep(void *p) { __asm__("" : : "r"(p) : "memory"); }
__attribute__((noinline)) static long deep(long *xs, long n) { char b[400]; keep(b); return xs[n & 15] + b[1]; }
__attribute__((noinline)) static long flat(long *xs, long n) { char b[40]; keep(b); return xs[n & 7] + b[1]; }
long f(long *xs, long n)
{
	long s = 1 < n && n > 0 ? deep(xs, n) : 0; /* <b>"&amp;"</b> */
	return s + deep(xs, n + 1) * 3 + flat(xs, n);
}
long walk(long n) { return n < 2 ? 1 : walk(n - 1) * 3 + (walk(n - 2) | 1); }
`

// wellFormed reads a page as XML, once what HTML may leave out is put in.
func wellFormed(page string) error {
	page = strings.Replace(page, "<!doctype html>\n", "", 1)
	page = regexp.MustCompile(`<(meta|input)([^>]*)>`).ReplaceAllString(page, "<$1$2/>")
	page = regexp.MustCompile(`(<[^>]*?\b(?:lang|charset|name|class|type|id|for))=([\w-]+)`).ReplaceAllString(page, `$1="$2"`)
	for i := 0; i < 5; i++ { // each pass quotes one more attribute of a tag
		page = regexp.MustCompile(`(<[^>]*?\b(?:lang|charset|name|class|type|id|for))=([\w-]+)`).ReplaceAllString(page, `$1="$2"`)
	}
	page = strings.ReplaceAll(page, " checked/>", ` checked="x"/>`)
	d := xml.NewDecoder(strings.NewReader(page))
	for {
		if _, err := d.Token(); err != nil {
			if err.Error() == "EOF" {
				return nil
			}
			return err
		}
	}
}

// TestStackPage: what is in it, without a browser; and with one, what comes of it.
func TestStackPage(t *testing.T) {
	t.Parallel()
	dir := harness.Module(t, pageModule)
	page := harness.MustNearcall(t, dir, nil, "stack", "-html", ".").Stdout
	if again := harness.MustNearcall(t, dir, nil, "stack", "-html", ".").Stdout; again != page {
		t.Error("the page is another the second time")
	}
	if err := wellFormed(page); err != nil {
		t.Errorf("not well-formed: %v\n%s", err, page)
	}
	for pattern, n := range map[string]int{
		`<section class="view v\d">`: 2, `<input class=choice `: 2, ` checked>`: 1, `<h2>amd64 at x86-64-v[13]</h2>`: 2,
		`<h3 id="v[01]-(F|Walk)">`: 4, `href="#v[01]-(F|Walk)"`: 4, `bytes of stack, promised by //nearcall:depth</p>`: 2,
		`<li class=deep><div class=row><span class=name><code>deep</code>`: 2,
		`(?i)(src|href)="?(https?:|//)`:                                    0, `<b>`: 0, `<script`: 0,
	} {
		if got := len(regexp.MustCompile(pattern).FindAllString(page, -1)); got != n {
			t.Errorf("%d times %s, want %d", got, pattern, n)
		}
	}
	if !regexp.MustCompile(`csrc/f\.c:[78]  (long s = 1 &lt; n &amp;&amp; |return s \+ deep\()`).MatchString(page) {
		t.Error("no line of C that calls deep")
	}
	var tree struct {
		Entries []struct {
			Go, Level string
			Total     int
		}
	}
	harness.Check(t, json.Unmarshal([]byte(harness.MustNearcall(t, dir, nil, "stack", "-json", ".").Stdout), &tree))
	for _, e := range tree.Entries {
		_, view, _ := strings.Cut(page, "<h2>amd64 at "+e.Level+"</h2>")
		row := regexp.MustCompile(`-` + e.Go + `"><code>` + e.Go + `</code></a>.*<span class=n>(\d+)</span></div>`).FindStringSubmatch(view)
		if row == nil || row[1] != fmt.Sprint(e.Total) {
			t.Errorf("%s at %s: %q, want %d", e.Go, e.Level, row, e.Total)
		}
	}
	if r := harness.Nearcall(t, dir, nil, "stack", "-html", "./nowhere"); r.Status != 1 || r.Stdout != "" {
		t.Errorf("status %d: %s", r.Status, r.Stdout)
	}
	for _, args := range [][]string{{"stack", "-html", "-json"}, {"stack", "-html", ".", "."}, {"build", "-html"}, {"check", "-html"}} {
		if r := harness.Nearcall(t, dir, nil, args...); r.Status != 2 || r.Stdout != "" {
			t.Errorf("%q: status %d: %s", args, r.Status, r.Stdout)
		}
	}
	if os.Getenv("NEARCALL_BROWSER") == "" {
		t.Skip("not tried in a browser: make test-page does")
	}
	inBrowser(t, page)
}

// probe is run in the page; what it finds stands in the document then.
const probe = `<script>
addEventListener("load", () => {
	const seen = e => e.getClientRects().length > 0, found = {views: [], scheme: matchMedia("(prefers-color-scheme:dark)").matches};
	const colour = e => getComputedStyle(e).backgroundColor;
	found.wide = document.documentElement.scrollWidth - innerWidth;
	found.back = colour(document.body); found.text = getComputedStyle(document.body).color;
	for (const label of document.querySelectorAll("label")) {
		label.click();
		const open = [...document.querySelectorAll(".view")].filter(seen);
		const deep = [...open[0].querySelectorAll(".deep>.row")].filter(seen), bars = [...open[0].querySelectorAll(".bar")];
		found.views.push({open: open.length, title: open[0].querySelector("h2").innerText, lit: new Set(deep.map(colour)).size,
			deep: deep.length, plain: [...open[0].querySelectorAll(".tree li:not(.deep)>.row")].map(colour).filter(c => c == "rgba(0, 0, 0, 0)").length,
			others: [...open[0].querySelectorAll(".tree li:not(.deep)>.row")].length, bars: bars.length, shown: bars.filter(seen).length,
			targets: [...open[0].querySelectorAll("a")].every(a => seen(document.querySelector(a.getAttribute("href")))),
			widest: Math.max(...[...open[0].querySelectorAll(".row")].map(r => r.getBoundingClientRect().right)) - innerWidth});
	}
	document.body.innerHTML = ""; document.body.append("FOUND" + JSON.stringify(found) + "FOUND");
});
</script>`

type found struct {
	Scheme     bool
	Wide       float64
	Back, Text string
	Views      []struct {
		Open, Lit, Deep, Plain, Others, Bars, Shown int
		Title                                       string
		Targets                                     bool
		Widest                                      float64
	}
}

// luminance is that of "rgb(1, 2, 3)", roughly.
func luminance(t *testing.T, colour string) float64 {
	var r, g, b float64
	if n, _ := fmt.Sscanf(colour, "rgb(%f, %f, %f)", &r, &g, &b); n != 3 {
		t.Fatalf("no colour: %q", colour)
	}
	return (0.2126*r + 0.7152*g + 0.0722*b) / 255
}

// inBrowser loads the page in Chromium, wide and narrow, light and dark.
func inBrowser(t *testing.T, page string) {
	browser, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatal("chromium is not installed: apt install chromium")
	}
	dir := t.TempDir()
	harness.Write(t, dir, "page.html", page+probe)
	for _, c := range []struct {
		width int
		dark  bool
	}{{1200, false}, {1200, true}, {500, false}} {
		scheme := 1
		if c.dark {
			scheme = 0
		}
		r := harness.Run(t, dir, []string{"HOME=" + dir}, browser, "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=3000",
			fmt.Sprintf("--window-size=%d,900", c.width), fmt.Sprintf("--blink-settings=preferredColorScheme=%d", scheme), "--dump-dom",
			"file://"+filepath.Join(dir, "page.html"))
		parts := strings.Split(r.Stdout, "FOUND")
		if len(parts) < 3 {
			t.Fatalf("the browser ran no probe: status %d\n%s%s", r.Status, r.Stdout, r.Stderr)
		}
		var f found
		harness.Check(t, json.Unmarshal([]byte(html.UnescapeString(parts[len(parts)-2])), &f))
		if f.Scheme != c.dark || (luminance(t, f.Back) < 0.3) != c.dark || (luminance(t, f.Text) > 0.6) != c.dark {
			t.Errorf("%+v: dark: %v, %s on %s", c, f.Scheme, f.Text, f.Back)
		}
		if f.Wide > 0 || len(f.Views) != 2 || f.Views[0].Title == f.Views[1].Title {
			t.Errorf("%+v: %+v", c, f)
		}
		for _, v := range f.Views {
			if v.Open != 1 || v.Lit != 1 || v.Deep < 4 || v.Others == 0 || v.Plain != v.Others || !v.Targets || v.Widest > 0 ||
				(v.Shown == v.Bars) != (c.width > 640) {
				t.Errorf("%+v: %+v", c, v)
			}
		}
	}
}
