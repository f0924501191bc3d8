// Package left is one side of a diamond.
package left

import "example.com/subject/base"

// Count counts where the other side does.
func Count() int64 { return base.Count() }
