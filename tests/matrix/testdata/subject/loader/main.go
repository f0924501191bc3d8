// Command loader has the packages itself, and loads a plugin that has them, too.
package main

import (
	"os"
	"plugin"

	"example.com/subject/check"
)

func main() {
	p, err := plugin.Open(os.Args[1])
	if err != nil {
		panic(err)
	}
	f, err := p.Lookup("Report")
	if err != nil {
		panic(err)
	}
	if f.(func() int)() != 0 || check.Report() != 0 {
		os.Exit(1)
	}
}
