// Command plug is a plugin.
package main

import "example.com/subject/check"

// Report is looked up.
func Report() int { return check.Report() }
