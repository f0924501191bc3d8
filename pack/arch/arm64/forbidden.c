// forbidden.c - the system's instructions and registers. Of the registers none
// is for C but the flags: what they tell depends on the machine, or is Go's. All
// others that decode.c knows only compute.
#include "arch/arm64/forbidden.h"

#include "arch/arm64/fields.h"

static const char compute_hint[] = "a near call computes; leave the rest to Go";
static const char state_hint[] = "Go relies on this processor state, and no proof follows its restoration";
static const char thread_hint[] =
	"compile with -fno-stack-protector and without thread-local variables: Go keeps its own state there";
static const char machine_hint[] =
	"systems differ in what of it a program may read, and a goroutine moves between processors: ask Go, or leave it";
static const char sign_hint[] = "compile with -mbranch-protection=none: frames are laid out anew for Go";
static const char scalable_hint[] = "its vectors have no fixed size: compile for armv8-a, without +sve or +sme";
static const char line_hint[] =
	"it writes a cache line, of a size that the machine has: call memset, which nearcall brings";

static const struct {
	uint32_t mask, value;
	const char *what, *hint;
} refused[] = {
	{0xffe0001f, 0xd4000001, "makes a system call (svc)", compute_hint},
	{0xffe0001f, 0xd4000002, "calls the hypervisor (hvc)", compute_hint},
	{0xffe0001f, 0xd4000003, "calls the firmware (smc)", compute_hint},
	{0xffffffff, 0xd503205f, "waits for an event (wfe)", compute_hint},
	{0xffffffff, 0xd503207f, "waits for an interrupt (wfi)", compute_hint},
	{0xffffffff, 0xd50320ff, "signs or checks pointers (xpaclri)", sign_hint},
	{0xffffffbf, 0xd503211f, "signs or checks pointers (pacia1716, pacib1716)", sign_hint},
	{0xffffff3f, 0xd503211f, "signs or checks pointers (autia1716, autib1716)", sign_hint},
	{0xffffff9f, 0xd503231f, "signs or checks pointers (paciasp and its like)", sign_hint},
	{0xffffff1f, 0xd503231f, "signs or checks pointers (autiasp and its like)", sign_hint},
	{0xfff8f01f, 0xd500401f, "changes the processor's state (msr)", state_hint},
	{0xffffffe0, 0xd50b7420, "clears memory by the cache line (dc zva)", line_hint},
	{0xfff80000, 0xd5080000, "uses a system instruction (sys)", compute_hint},
	{0xfff80000, 0xd5280000, "uses a system instruction (sysl)", compute_hint},
	{0x1e000000, 0x04000000, "uses SVE", scalable_hint},
	{0x9e000000, 0x80000000, "uses SME", scalable_hint},
};

#define REGISTER(op0, op1, n, m, op2) ((op0) << 14 | (op1) << 11 | (n) << 7 | (m) << 3 | (op2))

// System registers by name, with what a use of them is.
static const struct {
	uint32_t number;
	const char *reads, *writes, *hint; // no reads: allowed
} registers[] = {
	{REGISTER(3, 3, 4, 2, 0), NULL, NULL, NULL}, // NZCV
	{REGISTER(3, 3, 4, 4, 0), "reads FPCR, the floating-point mode", "writes FPCR, the floating-point mode",
	 state_hint},
	{REGISTER(3, 3, 4, 4, 1), "reads FPSR, the floating-point status", "writes FPSR, the floating-point status",
	 state_hint},
	{REGISTER(3, 3, 13, 0, 2), "uses thread-local storage (TPIDR_EL0)", "writes TPIDR_EL0, the thread's pointer",
	 thread_hint},
	{REGISTER(3, 3, 13, 0, 3), "uses thread-local storage (TPIDRRO_EL0)", "writes TPIDRRO_EL0", thread_hint},
	{REGISTER(3, 3, 14, 0, 2), "reads the system's counter (CNTVCT_EL0)", "writes CNTVCT_EL0", machine_hint},
	{REGISTER(3, 3, 14, 0, 0), "reads the counter's frequency (CNTFRQ_EL0)", "writes CNTFRQ_EL0", machine_hint},
	{REGISTER(3, 3, 0, 0, 7), "reads the size of a cache line (DCZID_EL0)", "writes DCZID_EL0", machine_hint},
	{REGISTER(3, 3, 0, 0, 1), "reads the size of a cache line (CTR_EL0)", "writes CTR_EL0", machine_hint},
	{REGISTER(3, 3, 2, 4, 0), "reads a random number (RNDR)", "writes RNDR", machine_hint},
	{REGISTER(3, 3, 2, 4, 1), "reads a random number (RNDRRS)", "writes RNDRRS", machine_hint},
};

static bool is_register_move(uint32_t w)
{
	return (w & 0xffd00000) == 0xd5100000;
}

static const char *of_register(struct arena *a, uint32_t w, const char **hint)
{
	uint32_t number = arm64_bits(w, 20, 5);
	bool reads = w >> 21 & 1;
	for (size_t i = 0; i < sizeof registers / sizeof *registers; i++) {
		if (registers[i].number != number)
			continue;
		*hint = registers[i].hint;
		return reads ? registers[i].reads : registers[i].writes;
	}
	*hint = compute_hint;
	return arena_printf(a, "%s a system register (S%d_%d_C%d_C%d_%d)", reads ? "reads" : "writes",
	                    (int)(number >> 14), (int)(number >> 11 & 7), (int)(number >> 7 & 15),
	                    (int)(number >> 3 & 15), (int)(number & 7));
}

const char *arm64_forbidden(struct arena *a, const uint8_t *p, const struct insn *in, const char **hint)
{
	uint32_t w = arm64_word(p);
	(void)in;
	if (is_register_move(w))
		return of_register(a, w, hint);
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		if ((w & refused[i].mask) != refused[i].value)
			continue;
		*hint = refused[i].hint;
		return refused[i].what;
	}
	return NULL;
}
