package main

import (
	"go/types"
	"regexp"
	"strings"
)

// asmPlain matches the names that can stand before +offset(FP) whatever else
// there is. All that cmd/asm takes for something else begins with a capital
// letter, on every architecture, or is g; so does every macro of its headers,
// or has a "_" in it, like those that it gets for a package's constants and
// types. Of letters that are not ASCII, go vet knows some only.
var asmPlain = regexp.MustCompile(`^[a-z][a-zA-Z0-9]*$`)

// markNameless finds the variables of a frame that assembly cannot call by
// their names, since these mean something else to the assembler, or another
// variable to go vet.
func (r *reader) markNameless(fn *Func) {
	vars := make([]*Var, 0, len(fn.Params)+len(fn.Results))
	for i := range fn.Params {
		vars = append(vars, &fn.Params[i])
	}
	for i := range fn.Results {
		vars = append(vars, &fn.Results[i])
	}
	for i, v := range vars {
		v.Nameless = v.Name == "g" || !asmPlain.MatchString(v.Name) || r.hasMacros(v) || isTaken(v.Name, vars[i+1:])
	}
}

// hasMacros tells whether the words of a string or slice, xs_base and xs_len,
// could be fields of a type xs, which cmd/asm gets as macros.
func (r *reader) hasMacros(v *Var) bool {
	_, isType := r.pkg.Scope().Lookup(v.Name).(*types.TypeName)
	return isType && (v.Type.Kind == "string" || v.Type.Kind == "slice")
}

// isTaken tells whether a later variable has the name, or the name of a part:
// go vet takes the last.
func isTaken(name string, later []*Var) bool {
	for _, v := range later {
		if v.Name == name || strings.HasPrefix(v.Name, name+"_") {
			return true
		}
	}
	return false
}
