// detection.c - the Go code that chooses a level of the CPU: what is the same on all
// architectures.
#include "trampolines/detection.h"

static const char head[] =
"\n// nearcallLevels are those of the CPU that the C functions were compiled for, the lowest first.\n"
"// Calls take the highest that the machine has; the lowest, before this package's variables\n"
"// are initialised.\n"
"var nearcallLevels = [...]struct {\n\tname  string\n\tneeds []nearcallFeature\n}{\n";

static const char use[] =
"// nearcallUse makes all calls take the level of that name, and tells whether this\n"
"// machine has it: if not, nothing changes. It is for tests; nearcallUseBest goes back.\n"
"func nearcallUse(level string) bool {\n"
"\tfor i := range nearcallLevels {\n"
"\t\tif nearcallLevels[i].name == level && nearcallHas(i) {\n"
"\t\t\tnearcallSetLevel(uint8(i))\n"
"\t\t\treturn true\n"
"\t\t}\n"
"\t}\n"
"\treturn false\n"
"}\n"
"\n"
"// nearcallUseBest makes all calls take the highest level that this machine has.\n"
"func nearcallUseBest() string {\n"
"\ti := len(nearcallLevels) - 1\n"
"\tfor i > 0 && !nearcallHas(i) {\n"
"\t\ti--\n"
"\t}\n"
"\tnearcallSetLevel(uint8(i))\n"
"\treturn nearcallLevels[i].name\n"
"}\n"
"\n";

static const char has[] =
"func nearcallHas(level int) bool {\n"
"\tdebug, _ := syscall.Getenv(\"GODEBUG\")\n"
"\tfor _, f := range nearcallLevels[level].needs {\n"
"\t\tif ";

static const char has_end[] =
" || nearcallTurnedOff(debug, f.name) {\n"
"\t\t\treturn false\n"
"\t\t}\n"
"\t}\n"
"\treturn true\n"
"}\n"
"\n";

static const char turned_off[] =
"// nearcallTurnedOff reads GODEBUG as the runtime does: of several settings the last one counts.\n"
"func nearcallTurnedOff(debug, name string) bool {\n"
"\toff := false\n"
"\tfor len(debug) > 0 {\n"
"\t\tn := 0\n"
"\t\tfor n < len(debug) && debug[n] != ',' {\n"
"\t\t\tn++\n"
"\t\t}\n"
"\t\tswitch debug[:n] {\n"
"\t\tcase \"cpu.all=off\", \"cpu.\" + name + \"=off\":\n"
"\t\t\toff = true\n"
"\t\tcase \"cpu.all=on\", \"cpu.\" + name + \"=on\":\n"
"\t\t\toff = false\n"
"\t\t}\n"
"\t\tif n < len(debug) {\n"
"\t\t\tn++\n"
"\t\t}\n"
"\t\tdebug = debug[n:]\n"
"\t}\n"
"\treturn off\n"
"}\n"
"\n";

void detection_write(struct buf *out, const struct detection *d, const char *const *levels, size_t n)
{
	buf_printf(out, "%s", head);
	for (size_t i = 0; i < n; i++)
		d->write_level(out, levels[i]);
	buf_printf(out, "}\n\nvar _ = nearcallUseBest()\n\n");
	buf_printf(out, "%s\n%s%s%s%s%s%s", d->feature, use, has, d->lacks, has_end, d->asks, turned_off);
	buf_printf(out, "func nearcallSetLevel(level uint8)\n%s", d->declared);
}
