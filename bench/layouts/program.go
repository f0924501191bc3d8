package main

import (
	"strings"
	"text/template"
)

// A line is a call in its two forms, as Go statements: they store what they get and add nothing up, as how long a sum
// takes to get through memory depends on how soon it is wanted.
type line struct {
	Name, Ours, Other string
}

// The loops are written out: a call through a function value would be timed as well.
var program = template.Must(template.New("").Parse(`package main

import (
{{range .Imports}}	"layouts/{{.}}"
{{end}})

{{.Variables}}

func main() {
	turns.Main([]turns.Contest{
{{range .Lines}}		{
			Name: "{{.Name}}",
			Ours: func(n int) {
				for range n {
					{{.Ours}}
				}
			},
			Other: func(n int) {
				for range n {
					{{.Other}}
				}
			},
		},
{{end}}	})
}
`))

// programText is the package main of a comparison.
func programText(imports []string, variables string, lines []line) string {
	var text strings.Builder
	check(program.Execute(&text, struct {
		Imports   []string
		Variables string
		Lines     []line
	}{append(imports, "turns"), variables, lines}))
	return text.String()
}
