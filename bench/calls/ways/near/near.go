// Package near has csrc/calls.c as nearcall emits it. With nearcall_amd64.s it
// is the way Nearcall; packed by "nearcall archive" it is NearcallArchive.
package near
