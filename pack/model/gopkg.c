#include "model/gopkg.h"

// By enum gokind.
static const char *const kind_names[GO_KINDS] = {
	"bool", "int8", "int16", "int32", "int64", "int",
	"uint8", "uint16", "uint32", "uint64", "uint", "uintptr",
	"float32", "float64", "complex64", "complex128",
	"string", "pointer", "unsafe_pointer", "slice", "array", "struct",
	"interface", "map", "chan", "func",
};

const char *gokind_name(enum gokind kind)
{
	return kind_names[kind];
}
