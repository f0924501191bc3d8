#include "trampolines/arm64/disasm.h"

#include <capstone/capstone.h>

enum { LENGTH = 4 /* bytes */ };

size_t arm64_disassemble(struct arena *a, const uint8_t *p, size_t n, uint64_t at, const char **text)
{
	csh handle;
	cs_insn *insn = NULL;
	*text = "?";
	if (n < LENGTH || cs_open(CS_ARCH_ARM64, CS_MODE_LITTLE_ENDIAN, &handle) != CS_ERR_OK)
		return n < LENGTH ? n : LENGTH;
	size_t found = cs_disasm(handle, p, LENGTH, at, 1, &insn);
	if (found) {
		*text = arena_printf(a, "%s%s%s", insn->mnemonic, *insn->op_str ? " " : "", insn->op_str);
		cs_free(insn, found);
	}
	cs_close(&handle);
	return LENGTH;
}
