package inject

import (
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
)

// A result is how a program has ended, and what it has left.
type result struct {
	status         int // -1: a signal or the end of our patience
	ended          string
	stdout, stderr string
	files          map[string]string // in its folder, by name
	left           []string          // in TMPDIR
	processes      []string          // that it has started and that are still there
}

// toolFailed is a message that some tool has failed, the system, or nearcall itself.
var toolFailed = regexp.MustCompile(`(?m)^(.*: )?error: .* \[NC9\d\d\d\]$`)

// temporary is the name of a file that is there while others are written.
var temporary = regexp.MustCompile(`\.nearcall-|\.[A-Za-z0-9]{6}$`)

// removing are the functions that remove what is temporary: if they are the ones that
// fail, it stays.
var removing = []string{"folder_remove", "folder_empty", "empty_once", "empty_and_remove", "rmdir", "unlinkat", "unlink", "getdents64"}

// judge says what is wrong with a result, if anything: where a call has failed, a
// program either does what it does without that (want) or says that something has
// failed, and leaves the files as they were (before).
func judge(before map[string]string, want, got result, stack []string) string {
	switch {
	case got.status < 0:
		return got.ended
	case len(got.processes) > 0:
		return fmt.Sprintf("processes are left: %v", got.processes)
	case got.status != want.status && got.status != 3:
		return fmt.Sprintf("status %d", got.status)
	}
	if !slices.ContainsFunc(stack, func(f string) bool { return slices.Contains(removing, f) }) {
		for name := range got.files {
			if temporary.MatchString(name) {
				return "a temporary file is left: " + name
			}
		}
		if len(got.left) > 0 {
			return fmt.Sprintf("left in TMPDIR: %v", got.left)
		}
	}
	before, files := kept(before), kept(got.files)
	want.files = kept(want.files)
	if got.status == want.status {
		return judgeDone(files, want, got)
	}
	if !toolFailed.MatchString(got.stderr) {
		return "it does not say what has failed"
	}
	for _, folder := range folders(before, want.files, files) {
		now, old, new := in(folder, files), in(folder, before), in(folder, want.files)
		if !maps.Equal(now, old) && !maps.Equal(now, new) {
			return "files are neither those of before nor the new ones: " + differ(now, old, new)
		}
	}
	return ""
}

// folders are those of the files: each is a package, which is of one build.
func folders(sets ...map[string]string) []string {
	all := map[string]bool{}
	for _, files := range sets {
		for name := range files {
			all[path.Dir(name)] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}

func in(folder string, files map[string]string) map[string]string {
	files = maps.Clone(files)
	maps.DeleteFunc(files, func(name, _ string) bool { return path.Dir(name) != folder })
	return files
}

// kept are the files that are a program's work. What is in the cache is its own affair.
func kept(files map[string]string) map[string]string {
	files = maps.Clone(files)
	maps.DeleteFunc(files, func(name, _ string) bool { return temporary.MatchString(name) || strings.HasPrefix(name, "cache/") })
	return files
}

// judgeDone looks at what a program has left that says nothing has failed.
func judgeDone(files map[string]string, want, got result) string {
	switch {
	case !maps.Equal(files, want.files):
		return "it says that all is well, and files are others: " + differ(files, want.files, nil)
	case got.stdout != want.stdout:
		return "it says that all is well, and its output is another"
	case got.stderr != want.stderr:
		return "it says that all is well, and its messages are others"
	}
	return ""
}

// differ lists what differs, and whether it is as in other.
func differ(got, want, other map[string]string) string {
	var names []string
	all := maps.Clone(got)
	maps.Copy(all, want)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		now, is := got[name]
		was, had := want[name]
		switch {
		case is == had && now == was:
		case !is:
			names = append(names, name+" is gone")
		case other != nil && other[name] == now:
			names = append(names, name+" is new")
		default:
			names = append(names, fmt.Sprintf("%s (%d bytes)", name, len(now)))
		}
	}
	return strings.Join(names, ", ")
}
