//go:build !((amd64 || arm64) && !purego)

package kern

// Native says that the code is C.
const Native = false
