package main

import "regexp"

// registersAMD64 are the names of registers, and of what is one to cmd/asm.
var registersAMD64 = regexp.MustCompile(`^(?:[ABCD][XLH]|[SD]I|[SB]P|(?:SP|BP|SI|DI)B|R(?:[89]|1[0-5])B?|[XYZ]\d{1,2}|[FMK][0-7]|` +
	`[CDEFGS]S|GDTR|IDTR|LDTR|MSW|TASK|[CD]R\d{1,2}|TR[0-7])$`)
