// allowed.c - an instruction is allowed when its set has a row in sets.c, its category or its name is listed here,
// and all it reads and writes is of the kinds listed here. Everything else is refused; the tables of words only say
// in which words.
//
// cpuid, xgetbv and rdtsc are allowed: they change nothing, need no privilege and no set of their own, and kernels
// choose their way by them. What they answer depends on the machine and the time, as rdrand's does: the C asked.
// rdtscp and rdpid tell the processor's number, which is no fact about a goroutine, and are in no CPU level.
#include "arch/amd64/allowed.h"
#include "arch/amd64/sets.h"
#include "arch/amd64/track87.h"

#include <stddef.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define C(category) ZYDIS_CATEGORY_##category
#define M(mnemonic) ZYDIS_MNEMONIC_##mnemonic

// Categories whose instructions, of the sets in sets.c, only compute.
static const ZydisInstructionCategory computing[] = {
	C(BINARY), C(BITBYTE), C(BLEND), C(BMI1), C(BMI2), C(BROADCAST), C(CALL), C(CLDEMOTE), C(CLFLUSHOPT), C(CLWB),
	C(CMOV), C(COMPRESS), C(COND_BR), C(CONFLICT), C(CONVERT), C(DATAXFER), C(EXPAND), C(FCMOV), C(FMA4), C(FP16),
	C(GATHER), C(GFNI), C(IFMA), C(KMASK), C(LOGICAL), C(LOGICAL_FP), C(LZCNT), C(MMX), C(NOP), C(PCLMULQDQ),
	C(PREFETCH), C(PUSH), C(RDRAND), C(RDSEED), C(ROTATE), C(SCATTER), C(SEMAPHORE), C(SETCC), C(SHA), C(SHIFT),
	C(SSE), C(STRINGOP), C(STTNI), C(TBM), C(UNCOND_BR), C(VAES), C(VBMI2), C(VEX), C(VFMA), C(VPCLMULQDQ),
	C(WIDENOP), C(XOP), C(ADOX_ADCX), C(AES), C(AVX), C(AVX2), C(AVX2GATHER), C(AVX512), C(AVX512_4FMAPS),
	C(AVX512_4VNNIW), C(AVX512_BITALG), C(AVX512_VBMI), C(AVX512_VP2INTERSECT),
};

// Of other categories these alone.
static const ZydisMnemonic named[] = {
	M(CLC), M(CLD), M(CMC), M(STC), M(LAHF), M(SAHF), // FLAGOP
	M(POP), M(RET),                                   // POP, RET
	M(LEA), M(LEAVE), M(XLAT), M(CPUID), M(PAUSE),    // MISC
	M(LFENCE), M(MFENCE), M(SFENCE), M(CLFLUSH),
	M(UD1), M(UD2),                // MISC: __builtin_trap
	M(RDTSC), M(XGETBV),           // SYSTEM, XSAVE
	M(ENDBR32), M(ENDBR64),        // CET: of old, no operation
	M(MOVDIRI),                    // MOVDIR
};

static bool in_computing(ZydisInstructionCategory category)
{
	for (size_t i = 0; i < COUNT(computing); i++)
		if (computing[i] == category)
			return true;
	return false;
}

static bool in_named(ZydisMnemonic mnemonic)
{
	for (size_t i = 0; i < COUNT(named); i++)
		if (named[i] == mnemonic)
			return true;
	return false;
}

static bool listed(const ZydisDecodedInstruction *i)
{
	const struct amd64_set *set = amd64_set_find(i->meta.isa_set);
	if (!set || !set->flags)
		return false;
	if (i->meta.category == C(X87_ALU))
		return amd64_x87_computes(i);
	return in_computing(i->meta.category) || in_named(i->mnemonic);
}

// What a refusal says: that and, unless it is complete, the instruction's name.
struct words {
	const char *what, *hint;
	bool complete;
};

static const char privileged_words[] = "uses a privileged instruction";
static const char std_hint[] =
	"a fault before cld leaves it set for what runs next: copy forward, or call memmove, which nearcall brings";
static const char near_hint[] = "compilers write near calls, jumps and returns: leave the assembly out";

static const struct words segment_memory = {
	"uses thread-local storage (an FS or GS segment)",
	"compile with -fno-stack-protector and without thread-local variables: Go keeps its own state there", true};
static const struct words far_branch = {"leaves its code segment", near_hint, false};
static const struct words fp_mode = {"changes the floating-point mode", amd64_state_hint, false};

// Registers that an instruction may name or use, by class. Of the others, these.
static bool register_allowed(const ZydisDecodedOperand *op)
{
	switch (ZydisRegisterGetClass(op->reg.value)) {
	case ZYDIS_REGCLASS_GPR8:
	case ZYDIS_REGCLASS_GPR16:
	case ZYDIS_REGCLASS_GPR32:
	case ZYDIS_REGCLASS_GPR64:
	case ZYDIS_REGCLASS_X87:
	case ZYDIS_REGCLASS_MMX:
	case ZYDIS_REGCLASS_XMM:
	case ZYDIS_REGCLASS_YMM:
	case ZYDIS_REGCLASS_ZMM:
	case ZYDIS_REGCLASS_MASK:
	case ZYDIS_REGCLASS_FLAGS:
	case ZYDIS_REGCLASS_IP:
		return true;
	default:
		break;
	}
	bool writes = op->actions & ZYDIS_OPERAND_ACTION_MASK_WRITE;
	return op->reg.value == ZYDIS_REGISTER_X87STATUS || op->reg.value == ZYDIS_REGISTER_X87TAG ||
	       (!writes && (op->reg.value == ZYDIS_REGISTER_MXCSR || op->reg.value == ZYDIS_REGISTER_X87CONTROL ||
	                    op->reg.value == ZYDIS_REGISTER_XCR0));
}

static const struct words *operand_words(const ZydisDecodedOperand *op)
{
	static const struct words load = {"loads a segment register", amd64_state_hint, false},
	                          read = {"reads a segment register", amd64_compute_hint, false},
	                          system = {"uses a register of the system", amd64_compute_hint, false};
	bool writes = op->actions & ZYDIS_OPERAND_ACTION_MASK_WRITE;
	if (op->type == ZYDIS_OPERAND_TYPE_MEMORY &&
	    (op->mem.segment == ZYDIS_REGISTER_FS || op->mem.segment == ZYDIS_REGISTER_GS))
		return &segment_memory;
	if (op->type != ZYDIS_OPERAND_TYPE_REGISTER || register_allowed(op))
		return NULL;
	if (ZydisRegisterGetClass(op->reg.value) == ZYDIS_REGCLASS_SEGMENT)
		return writes ? &load : &read;
	return op->reg.value == ZYDIS_REGISTER_MXCSR || op->reg.value == ZYDIS_REGISTER_X87CONTROL ? &fp_mode : &system;
}

// The arithmetic flags may change, and the direction flag be cleared.
static const struct words *flag_words(const ZydisDecodedInstruction *i)
{
	static const struct words direction = {"sets the direction flag", std_hint, false},
	                          other = {"changes the processor's flags", amd64_state_hint, false};
	const uint32_t arithmetic = ZYDIS_CPUFLAG_CF | ZYDIS_CPUFLAG_PF | ZYDIS_CPUFLAG_AF | ZYDIS_CPUFLAG_ZF |
	                                 ZYDIS_CPUFLAG_SF | ZYDIS_CPUFLAG_OF;
	if (!i->cpu_flags)
		return NULL;
	uint32_t to_any = i->cpu_flags->modified | i->cpu_flags->set_1 | i->cpu_flags->undefined;
	if (to_any & ZYDIS_CPUFLAG_DF)
		return &direction;
	return (to_any | (i->cpu_flags->set_0 & ~ZYDIS_CPUFLAG_DF)) & ~arithmetic ? &other : NULL;
}

// What an instruction does that none may, whatever its name.
static const struct words *effect_words(const ZydisDecodedInstruction *i, const ZydisDecodedOperand *ops)
{
	static const struct words privileged = {privileged_words, amd64_compute_hint, false},
	                          elision = {"elides a lock by a prefix", "compile without -mhle", false};
	if (i->attributes & ZYDIS_ATTRIB_IS_PRIVILEGED)
		return &privileged;
	for (int k = 0; k < i->operand_count; k++) {
		const struct words *w = operand_words(&ops[k]);
		if (w)
			return w;
	}
	if (i->meta.branch_type == ZYDIS_BRANCH_TYPE_FAR)
		return &far_branch;
	if (i->attributes & (ZYDIS_ATTRIB_HAS_XACQUIRE | ZYDIS_ATTRIB_HAS_XRELEASE))
		return &elision;
	return flag_words(i);
}

static const char call_words[] = "makes a system call", interrupt_words[] = "raises a software interrupt";
static const char from_interrupt_words[] = "returns from an interrupt", flags_words[] = "pops the flags";
static const char port_words[] = "reads or writes a port", control_words[] = "changes the x87 control word";
static const char shadow_words[] = "touches the shadow stack";
static const char shadow_hint[] = "compile with -fcf-protection=none, and without setjmp and longjmp";

// Good words for instructions that the lists leave out.
static const struct {
	ZydisMnemonic mnemonic;
	const char *what, *hint;
} refusals[] = {
	{M(SYSCALL), call_words, amd64_compute_hint}, {M(SYSENTER), call_words, amd64_compute_hint},
	{M(INT), interrupt_words, amd64_compute_hint}, {M(INT1), interrupt_words, amd64_compute_hint},
	{M(INTO), interrupt_words, amd64_compute_hint},
	{M(INT3), "stops for a debugger", "__builtin_trap() ends the program; leave __builtin_debugtrap() out"},
	{M(CLI), privileged_words, amd64_compute_hint}, {M(STI), privileged_words, amd64_compute_hint},
	{M(SYSRET), privileged_words, amd64_compute_hint}, {M(SYSEXIT), privileged_words, amd64_compute_hint},
	{M(IRET), from_interrupt_words, amd64_compute_hint}, {M(IRETD), from_interrupt_words, amd64_compute_hint},
	{M(IRETQ), from_interrupt_words, amd64_compute_hint},
	{M(IN), port_words, amd64_compute_hint}, {M(OUT), port_words, amd64_compute_hint},
	{M(INSB), port_words, amd64_compute_hint}, {M(INSW), port_words, amd64_compute_hint},
	{M(INSD), port_words, amd64_compute_hint}, {M(OUTSB), port_words, amd64_compute_hint},
	{M(OUTSW), port_words, amd64_compute_hint}, {M(OUTSD), port_words, amd64_compute_hint},
	{M(POPF), flags_words, amd64_state_hint}, {M(POPFD), flags_words, amd64_state_hint},
	{M(POPFQ), flags_words, amd64_state_hint},
	{M(ENTER), "makes its frame in one instruction", "compilers write push, mov and sub: leave the assembly out"},
	{M(FLDCW), control_words, amd64_state_hint}, {M(FLDENV), control_words, amd64_state_hint},
	{M(FNSTENV), control_words, amd64_state_hint}, {M(FNINIT), control_words, amd64_state_hint},
	{M(FNSAVE), control_words, amd64_state_hint}, {M(FRSTOR), control_words, amd64_state_hint},
	{M(XSAVE), "saves or restores processor state", amd64_state_hint},
	{M(XSAVE64), "saves or restores processor state", amd64_state_hint},
	{M(XRSTOR), "saves or restores processor state", amd64_state_hint},
	{M(XRSTOR64), "saves or restores processor state", amd64_state_hint},
	{M(RDSSPD), shadow_words, shadow_hint}, {M(RDSSPQ), shadow_words, shadow_hint},
	{M(INCSSPD), shadow_words, shadow_hint}, {M(INCSSPQ), shadow_words, shadow_hint},
	{M(WRSSD), shadow_words, shadow_hint}, {M(WRSSQ), shadow_words, shadow_hint},
	{M(RSTORSSP), shadow_words, shadow_hint}, {M(SAVEPREVSSP), shadow_words, shadow_hint},
	{M(CLRSSBSY), shadow_words, shadow_hint},
};

// Calls, jumps and returns to another code segment; assemblers write an l before them.
static struct words far_words(struct arena *a, const ZydisDecodedInstruction *i)
{
	const char *does = i->mnemonic == M(RET) ? "returns" : i->mnemonic == M(CALL) ? "calls" : "jumps";
	const char *suffix = i->mnemonic == M(RET) && i->operand_width == 64 ? "q" : "";
	const char *name = ZydisMnemonicGetString(i->mnemonic);
	return (struct words){arena_printf(a, "%s far (l%s%s)", does, name, suffix), near_hint, true};
}

// why finds the words: those of the set, of the name, of the effect, in this order.
static struct words why(struct arena *a, const ZydisDecodedInstruction *i, const struct words *effect)
{
	const struct amd64_set *set = amd64_set_find(i->meta.isa_set);
	if (!set)
		return (struct words){arena_printf(a, "uses an instruction of the set %s, which nearcall does not know",
		                                   ZydisISASetGetString(i->meta.isa_set)), amd64_unknown_hint, false};
	if (!set->flags)
		return (struct words){set->what, set->hint, false};
	for (size_t k = 0; k < COUNT(refusals); k++)
		if (refusals[k].mnemonic == i->mnemonic)
			return (struct words){refusals[k].what, refusals[k].hint, false};
	if (effect == &far_branch)
		return far_words(a, i);
	if (effect)
		return *effect;
	return (struct words){"uses an instruction that nearcall does not know", amd64_unknown_hint, false};
}

bool amd64_allowed(struct arena *a, const ZydisDecodedInstruction *i, const ZydisDecodedOperand *ops,
                   const char **what, const char **hint)
{
	const struct words *effect = effect_words(i, ops);
	if (!effect && listed(i))
		return true;
	struct words w = why(a, i, effect);
	*what = w.complete ? w.what : arena_printf(a, "%s (%s)", w.what, ZydisMnemonicGetString(i->mnemonic));
	*hint = w.hint;
	return false;
}
