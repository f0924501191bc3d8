// mutate.c - changes to an ELF image that leave its section table alone, so
// that they reach DWARF, CFI, symbols, relocations and code.
#include "fuzz.h"

#include <string.h>

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed);

// next gives the generator's next number.
static unsigned next(unsigned *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

// pick finds a section with bytes in the file.
static bool pick(const uint8_t *data, size_t size, unsigned *seed, size_t *at, size_t *len)
{
	Elf64_Ehdr eh;
	if (size < sizeof eh)
		return false;
	memcpy(&eh, data, sizeof eh);
	if (memcmp(eh.e_ident, ELFMAG, SELFMAG) != 0 || eh.e_shnum == 0)
		return false;
	for (int tries = 0; tries < 8; tries++) {
		Elf64_Shdr sh;
		uint64_t off = eh.e_shoff + next(seed) % eh.e_shnum * sizeof sh;
		if (off > size || size - off < sizeof sh)
			continue;
		memcpy(&sh, data + off, sizeof sh);
		if (sh.sh_type == SHT_NOBITS || !sh.sh_size || sh.sh_offset > size || sh.sh_size > size - sh.sh_offset)
			continue;
		*at = sh.sh_offset;
		*len = sh.sh_size;
		return true;
	}
	return false;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
	size_t at, len;
	if (next(&seed) % 8 == 0 || !pick(data, size, &seed, &at, &len))
		return LLVMFuzzerMutate(data, size, max_size);
	size_t window = len; // mutations like small inputs
	if (len > 64 && next(&seed) % 2) {
		window = 16 + next(&seed) % 48;
		at += next(&seed) % (len - window);
	}
	size_t left = LLVMFuzzerMutate(data + at, window, window);
	memset(data + at + left, 0, window - left);
	return size;
}
