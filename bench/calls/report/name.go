// Package report turns what the driver has measured into tables, a chart and
// the middle part of docs/results.md.
package report

import "strings"

// Split takes a benchmark's name apart: what is done, which is the same for all
// ways that are compared, and the way it is done.
//
//	CallOverhead/Nearcall/int1     CallOverhead/int1     Nearcall
//	Kernel/sum/64/Nearcall         Kernel/sum/64         Nearcall
//	CallFromC/CShared/Go           CallFromC/CShared     Go
//	Startup/Go                     Startup               Go
func Split(name string) (what, way string) {
	part := strings.Split(name, "/")
	if part[0] == "CallOverhead" && len(part) == 3 {
		return part[0] + "/" + part[2], part[1]
	}
	last := len(part) - 1
	return strings.Join(part[:last], "/"), part[last]
}

// Baseline is the way that a way is compared with. It is always one of the same
// round, and for calls one of the same program.
func Baseline(what, way string) string {
	switch {
	case way == "NearcallArchive":
		return "GoBesideArchive"
	case strings.HasPrefix(what, "CallFromC/"), what == "Startup":
		return "C"
	}
	return "Go"
}
