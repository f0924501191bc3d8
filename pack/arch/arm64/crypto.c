// crypto.c - AES, SHA-1, SHA-2, SHA-512 and SHA-3. All write one vector register.
#include "arch/arm64/fields.h"

static bool vector(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	(void)row;
	arm64_writes_vector(out, arm64_reg(w, ARM64_RD), 1);
	return true;
}

#define TWO(value, set) {0xfffffc00, value, vector, INSN_OTHER, set, 0}
#define THREE(value, set) {0xffe0fc00, value, vector, INSN_OTHER, set, 0}

static const struct arm64_row aes[] = {
	TWO(0x4e284800, ARM64_AES), TWO(0x4e285800, ARM64_AES), // aese, aesd
	TWO(0x4e286800, ARM64_AES), TWO(0x4e287800, ARM64_AES), // aesmc, aesimc
};

static const struct arm64_row sha[] = {
	THREE(0x5e000000, ARM64_SHA2), THREE(0x5e001000, ARM64_SHA2), THREE(0x5e002000, ARM64_SHA2), // sha1c, p, m
	THREE(0x5e003000, ARM64_SHA2),                               // sha1su0
	THREE(0x5e004000, ARM64_SHA2), THREE(0x5e005000, ARM64_SHA2), // sha256h, sha256h2
	THREE(0x5e006000, ARM64_SHA2),                               // sha256su1
	TWO(0x5e280800, ARM64_SHA2), TWO(0x5e281800, ARM64_SHA2), TWO(0x5e282800, ARM64_SHA2), // sha1h, sha1su1, sha256su0
};

static const struct arm64_row sha3[] = {
	THREE(0xce608000, ARM64_SHA3), THREE(0xce608400, ARM64_SHA3), // sha512h, sha512h2
	THREE(0xce608800, ARM64_SHA3), TWO(0xcec08000, ARM64_SHA3),   // sha512su1, sha512su0
	THREE(0xce608c00, ARM64_SHA3),                                // rax1
	{0xffe08000, 0xce000000, vector, INSN_OTHER, ARM64_SHA3, 0}, // eor3
	{0xffe08000, 0xce200000, vector, INSN_OTHER, ARM64_SHA3, 0}, // bcax
	{0xffe00000, 0xce800000, vector, INSN_OTHER, ARM64_SHA3, 0}, // xar
};

const struct arm64_table arm64_crypto[] = {
	ARM64_TABLE(0xffff0c00, 0x4e280800, aes),
	ARM64_TABLE(0xff000000, 0x5e000000, sha),
	ARM64_TABLE(0xff000000, 0xce000000, sha3),
	{0},
};
