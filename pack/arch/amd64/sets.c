// sets.c - every instruction set that Zydis tells apart, as allowed or refused. A set without a row is refused:
// what an instruction may be is a list of what is known to be harmless.
#include "arch/amd64/sets.h"

#include <stddef.h>

const char amd64_compute_hint[] = "a near call computes; leave the rest to Go";
const char amd64_state_hint[] = "Go relies on this processor state, and no proof follows its restoration";
const char amd64_unknown_hint[] = "write it in C that compiles to other instructions";

static const char hidden_hint[] = "it reads or writes memory, or state, that the proof does not see";
static const char number_hint[] =
	"a goroutine moves between processors, and the answer may be old at once; for the time, rdtsc with lfence";
static const char transaction_hint[] = "Go's own code must not run inside a transaction: use atomics";
static const char vendor_hint[] = "few processors have it, and no CPU level: use SSE or AVX";
static const char asked_hint[] = "Linux gives it to programs that ask for it, and Go does not";

#define S(set) ZYDIS_ISA_SET_##set
#define HAS(set, flags) {S(set), flags, NULL, NULL}
// 128 and 256 bits of AVX-512 need the vector lengths besides.
#define AVX512(name, flag) \
	HAS(AVX512##name##_128, flag " -mavx512vl"), HAS(AVX512##name##_256, flag " -mavx512vl"), \
	HAS(AVX512##name##_512, flag)
#define NOT(set, what, hint) {S(set), NULL, what, hint}
#define PRIVILEGED(set) NOT(set, "uses a privileged instruction", amd64_compute_hint)

static const struct amd64_set sets[] = {
	// Every x86-64, psABI AMD64 table 3.1. Of these sets allowed.c allows a part.
	HAS(I86, ""), HAS(I186, ""), HAS(I386, ""),
	HAS(I486REAL, ""), HAS(PENTIUMREAL, ""), HAS(PPRO, ""), HAS(LONGMODE, ""), HAS(CMOV, ""), HAS(FCMOV, ""),
	HAS(X87, ""), HAS(PENTIUMMMX, ""), HAS(SSE, ""), HAS(SSEMXCSR, ""), HAS(SSE2, ""), HAS(SSE2MMX, ""),
	HAS(CLFSH, ""),
	// Hints, which processors without them read as no operation.
	HAS(PAUSE, ""), HAS(FAT_NOP, ""), HAS(SSE_PREFETCH, ""), HAS(PREFETCH_NOP, ""), HAS(CET, ""),
	// xgetbv tells what cpuid leaves open. Of this set nothing else is allowed.
	HAS(XSAVE, ""),

	HAS(CMPXCHG16B, "-mcx16"), HAS(LAHF, "-msahf"), HAS(POPCNT, "-mpopcnt"),
	HAS(SSE3, "-msse3"), HAS(SSE3X87, "-msse3"), HAS(SSSE3, "-mssse3"), HAS(SSSE3MMX, "-mssse3"),
	HAS(SSE4, "-msse4.1"), HAS(SSE42, "-msse4.2"),
	HAS(AVX, "-mavx"), HAS(AVX2, "-mavx2"), HAS(AVX2GATHER, "-mavx2"), HAS(BMI1, "-mbmi"), HAS(BMI2, "-mbmi2"),
	HAS(F16C, "-mf16c"), HAS(FMA, "-mfma"), HAS(LZCNT, "-mlzcnt"), HAS(MOVBE, "-mmovbe"),
	AVX512(F, "-mavx512f"), HAS(AVX512F_128N, "-mavx512f"), HAS(AVX512F_SCALAR, "-mavx512f"),
	HAS(AVX512F_KOP, "-mavx512f"),
	AVX512(BW, "-mavx512bw"), HAS(AVX512BW_128N, "-mavx512bw"), HAS(AVX512BW_KOP, "-mavx512bw"),
	AVX512(CD, "-mavx512cd"),
	AVX512(DQ, "-mavx512dq"), HAS(AVX512DQ_128N, "-mavx512dq"), HAS(AVX512DQ_SCALAR, "-mavx512dq"),
	HAS(AVX512DQ_KOP, "-mavx512dq"),

	// In no level: a flag has to name them.
	HAS(SSE4A, "-msse4a"), HAS(AES, "-maes"), HAS(AVXAES, "-mavx -maes"), HAS(VAES, "-mavx -mvaes"),
	HAS(PCLMULQDQ, "-mpclmul"), HAS(VPCLMULQDQ, "-mavx -mvpclmulqdq"), HAS(SHA, "-msha"), HAS(GFNI, "-mgfni"),
	HAS(AVX_GFNI, "-mavx -mgfni"), HAS(AVX_VNNI, "-mavxvnni"), HAS(ADOX_ADCX, "-madx"), HAS(FMA4, "-mfma4"),
	HAS(XOP, "-mxop"), HAS(TBM, "-mtbm"), HAS(RDRAND, "-mrdrnd"), HAS(RDSEED, "-mrdseed"), HAS(MOVDIR, "-mmovdiri"),
	HAS(CLFLUSHOPT, "-mclflushopt"), HAS(CLWB, "-mclwb"), HAS(CLDEMOTE, "-mcldemote"),
	AVX512(_BF16, "-mavx512bf16"), AVX512(_BITALG, "-mavx512bitalg"), AVX512(_IFMA, "-mavx512ifma"),
	AVX512(_VBMI, "-mavx512vbmi"), AVX512(_VBMI2, "-mavx512vbmi2"), AVX512(_VNNI, "-mavx512vnni"),
	AVX512(_VP2INTERSECT, "-mavx512vp2intersect"), AVX512(_VPOPCNTDQ, "-mavx512vpopcntdq"),
	AVX512(_GFNI, "-mavx512f -mgfni"), AVX512(_VAES, "-mavx512f -mvaes"),
	AVX512(_VPCLMULQDQ, "-mavx512f -mvpclmulqdq"),
	AVX512(_FP16, "-mavx512fp16"), HAS(AVX512_FP16_128N, "-mavx512fp16"), HAS(AVX512_FP16_SCALAR, "-mavx512fp16"),
	HAS(AVX512ER_512, "-mavx512er"), HAS(AVX512ER_SCALAR, "-mavx512er"), HAS(AVX512PF_512, "-mavx512pf"),
	HAS(AVX512_4FMAPS_512, "-mavx5124fmaps"), HAS(AVX512_4FMAPS_SCALAR, "-mavx5124fmaps"),
	HAS(AVX512_4VNNIW_512, "-mavx5124vnniw"),

	// State that is Go's, the system's or another program's.
	NOT(RDWRFSGS, "reads or writes the FS or GS base", amd64_state_hint),
	NOT(PKU, "reads or changes the protection keys", amd64_state_hint),
	NOT(MPX, "uses the bound registers", amd64_state_hint),
	NOT(UINTR, "uses user interrupts", amd64_state_hint),
	NOT(HRESET, "resets the processor's history", amd64_state_hint),
	NOT(FXSAVE, "saves or restores processor state", amd64_state_hint),
	NOT(FXSAVE64, "saves or restores processor state", amd64_state_hint),
	NOT(XSAVEC, "saves or restores processor state", amd64_state_hint),
	NOT(XSAVEOPT, "saves or restores processor state", amd64_state_hint),
	NOT(XSAVES, "saves or restores processor state", amd64_state_hint),
	NOT(LWP, "uses lightweight profiling", amd64_state_hint),
	NOT(PT, "writes into the processor's trace", amd64_state_hint),
	NOT(SERIALIZE, "serializes the processor", amd64_compute_hint),
	// What depends on where and when a goroutine runs.
	NOT(RDPID, "reads the processor's number", number_hint),
	NOT(RDTSCP, "reads the processor's number", number_hint),
	NOT(RDPMC, "reads a performance counter", number_hint), NOT(RDPRU, "reads a performance counter", number_hint),
	NOT(WAITPKG, "waits for memory or for a time", amd64_compute_hint),
	NOT(MONITOR, "waits for memory or for a time", amd64_compute_hint),
	NOT(MONITORX, "waits for memory or for a time", amd64_compute_hint),
	NOT(MCOMMIT, "waits for memory or for a time", amd64_compute_hint),
	NOT(RTM, "uses transactions", transaction_hint), NOT(TSX_LDTRK, "uses transactions", transaction_hint),
	// Hidden reads and writes.
	NOT(CLZERO, "writes a cache line", hidden_hint), NOT(ENQCMD, "writes to a device", hidden_hint),
	NOT(KEYLOCKER, "uses the processor's keys", hidden_hint),
	NOT(KEYLOCKER_WIDE, "uses the processor's keys", hidden_hint),
	NOT(PADLOCK_ACE, "uses PadLock", hidden_hint), NOT(PADLOCK_PHE, "uses PadLock", hidden_hint),
	NOT(PADLOCK_PMM, "uses PadLock", hidden_hint), NOT(PADLOCK_RNG, "uses PadLock", hidden_hint),
	NOT(AMX_BF16, "uses the tiles of AMX", asked_hint), NOT(AMX_INT8, "uses the tiles of AMX", asked_hint),
	NOT(AMX_TILE, "uses the tiles of AMX", asked_hint),
	NOT(SGX, "uses an enclave", asked_hint), NOT(SGX_ENCLV, "uses an enclave", asked_hint),
	NOT(AMD3DNOW, "uses 3DNow!", vendor_hint),
	NOT(KNCE, "uses an instruction of Knights Corner", vendor_hint),
	NOT(KNCJKBR, "uses an instruction of Knights Corner", vendor_hint),
	NOT(KNCSTREAM, "uses an instruction of Knights Corner", vendor_hint),
	NOT(KNCV, "uses an instruction of Knights Corner", vendor_hint),
	NOT(KNC_MISC, "uses an instruction of Knights Corner", vendor_hint),
	NOT(KNC_PF_HINT, "uses an instruction of Knights Corner", vendor_hint),
	NOT(PREFETCHWT1, "uses an instruction of Knights Landing", vendor_hint),
	// The system's and the hypervisor's.
	NOT(I286PROTECTED, "reads or changes the processor's tables", amd64_compute_hint),
	NOT(I286REAL, "reads or changes the processor's tables", amd64_compute_hint),
	PRIVILEGED(I486), PRIVILEGED(AMD), PRIVILEGED(AMD_INVLPGB), PRIVILEGED(INVPCID), PRIVILEGED(PCONFIG),
	PRIVILEGED(SMAP), PRIVILEGED(SMX), PRIVILEGED(SNP), PRIVILEGED(SVM), PRIVILEGED(TDX), PRIVILEGED(VMFUNC), PRIVILEGED(VTX),
};

const struct amd64_set *amd64_set_find(ZydisISASet set)
{
	for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
		if (sets[i].set == set)
			return &sets[i];
	return NULL;
}
