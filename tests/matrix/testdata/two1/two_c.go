//go:build (amd64 || arm64) && !purego

package two

//nearcall:source csrc/version.c

// Version is the module's major version.
//
//nearcall:func version
//nearcall:fallback versionGo
func Version() int64
