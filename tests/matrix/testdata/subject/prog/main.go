// Command prog checks the packages.
package main

import (
	"os"

	"example.com/subject/check"
)

func main() {
	if check.Report() != 0 {
		os.Exit(1)
	}
}
