package docs

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"strings"
)

var (
	darkBlock = regexp.MustCompile(`@media\s*\(\s*prefers-color-scheme:\s*dark\s*\)\s*\{((?:[^{}]*\{[^{}]*\})*)\s*\}`)
	rule      = regexp.MustCompile(`([^{}]+)\{([^{}]*)\}`)
	colour    = regexp.MustCompile(`(?:^|[;\s])(fill|stroke|color)\s*:\s*([^;]+)`)
)

// checkPictures finds SVG files that are not well-formed, or not for both colour schemes: each colour of the light
// one has its counterpart in the dark one, and no element has a colour of its own beside the style.
func checkPictures(fsys fs.FS) (problems []string) {
	err := walk(fsys, ".svg", func(name string, text []byte) {
		style, err := readSVG(text)
		if err == nil {
			err = bothSchemes(style)
		}
		if err != nil {
			problems = append(problems, name+": "+err.Error())
		}
	})
	if err != nil {
		problems = append(problems, err.Error())
	}
	return problems
}

// readSVG reads the picture to its end, and returns its style.
func readSVG(text []byte) (style string, err error) {
	d := xml.NewDecoder(bytes.NewReader(text))
	var open []string
	for first := true; ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return style, nil
		} else if err != nil {
			return "", err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if first && (t.Name.Local != "svg" || t.Name.Space != "http://www.w3.org/2000/svg") {
				return "", fmt.Errorf("the first element is %s in %q, not svg", t.Name.Local, t.Name.Space)
			}
			if first && !hasAttr(t, "viewBox") {
				return "", errors.New("no viewBox: it cannot be scaled")
			}
			first = false
			open = append(open, t.Name.Local)
			if err := ownColour(t); err != nil {
				return "", err
			}
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) > 0 && open[len(open)-1] == "style" {
				style += string(t)
			}
		}
	}
}

func hasAttr(e xml.StartElement, name string) bool {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return true
		}
	}
	return false
}

func ownColour(e xml.StartElement) error {
	for _, a := range e.Attr {
		bare := strings.TrimSpace(a.Value)
		switch a.Name.Local {
		case "fill", "stroke":
			if bare != "none" && bare != "currentColor" && !strings.HasPrefix(bare, "url(") {
				return fmt.Errorf("%s has %s=%q, the same in both colour schemes", e.Name.Local, a.Name.Local, a.Value)
			}
		case "style":
			if colour.MatchString(a.Value) {
				return fmt.Errorf("%s has style=%q, the same in both colour schemes", e.Name.Local, a.Value)
			}
		}
	}
	return nil
}

// bothSchemes compares the colours outside of the dark block with those in it.
func bothSchemes(style string) error {
	dark := darkBlock.FindStringSubmatch(style)
	if dark == nil {
		return errors.New("no style for prefers-color-scheme: dark")
	}
	light, night := colours(darkBlock.ReplaceAllString(style, "")), colours(dark[1])
	if len(light) == 0 {
		return errors.New("no colours in its style")
	}
	for what := range light {
		if !night[what] {
			return fmt.Errorf("%s has no counterpart in the dark scheme", what)
		}
	}
	return nil
}

// colours are the selectors and properties that get a colour: ".bar fill".
func colours(style string) map[string]bool {
	found := map[string]bool{}
	for _, r := range rule.FindAllStringSubmatch(style, -1) {
		for _, c := range colour.FindAllStringSubmatch(r[2], -1) {
			if value := strings.TrimSpace(c[2]); value == "none" || value == "currentColor" {
				continue
			}
			for _, selector := range strings.Split(r[1], ",") {
				found[strings.TrimSpace(selector)+" "+c[1]] = true
			}
		}
	}
	return found
}
