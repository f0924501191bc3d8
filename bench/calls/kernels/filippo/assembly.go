//go:build !purego

package filippo

const way = "Filippo"
