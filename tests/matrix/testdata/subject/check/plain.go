//go:build !fips

package check

func extra() []string { return nil }
