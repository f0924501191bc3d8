// Package utf8 tells whether text is valid UTF-8, as unicode/utf8 does.
//
// On amd64 and arm64 the functions are csrc/utf8/utf8.c, which looks at 16 to 64
// bytes at once; elsewhere, and with the build tag purego, they are unicode/utf8's.
package utf8
