// Package p is functions of musl's src/string.
package p

import "unsafe"

//nearcall:source up/src/string/strlen.c up/src/string/strnlen.c up/src/string/memchr.c up/src/string/memrchr.c
//nearcall:source up/src/string/strspn.c up/src/string/strcspn.c up/src/string/strchrnul.c
//nearcall:source up/src/string/memmem.c up/src/string/strcmp.c
//nearcall:cflags -I up/arch/x86_64 -I up/arch/generic -I up/src/include -I up/src/internal -I include -I up/include

//nearcall:func strlen
//go:noescape
func Strlen(s *byte) int

//nearcall:func strnlen
//go:noescape
func Strnlen(s []byte) int

//nearcall:func memchr
func Memchr(s unsafe.Pointer, c int32, n int) unsafe.Pointer

//nearcall:func __memrchr
func Memrchr(s unsafe.Pointer, c int32, n int) unsafe.Pointer

//nearcall:func strspn
//go:noescape
func Strspn(s, accept *byte) int

//nearcall:func strcspn
//go:noescape
func Strcspn(s, reject *byte) int

//nearcall:func memmem
func Memmem(h, n []byte) unsafe.Pointer

//nearcall:func strcmp
//go:noescape
func Strcmp(a, b *byte) int32
