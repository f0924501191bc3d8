package main

import "regexp"

// flagRule is one family of compiler flags.
type flagRule struct {
	pattern *regexp.Regexp
	// hint says why the family is refused; "" for those that are allowed.
	hint string
}

// allow makes the rule for a family of flags that may be given.
func allow(pattern string) flagRule { return refuse(pattern, "") }

// refuse makes the rule for a family of flags that may not be given.
func refuse(pattern, hint string) flagRule {
	return flagRule{regexp.MustCompile(`^(?:` + pattern + `)$`), hint}
}

// flagRules decide on a flag; the first rule that matches counts. Allowed is
// what changes how the C is translated. Refused is what would break a promise
// (no relocation, no writable data, a provable stack, the same bytes
// everywhere), what starts other programs, and what reads or writes files
// other than the sources. Whatever no rule knows is refused too.
var flagRules = []flagRule{
	allow(`-O[0-3sz]?`),
	refuse(`-Ofast`, "write -O3 -ffast-math: -Ofast is deprecated"),
	allow(`-D[A-Za-z_]\w*(\([\w, .]*\))?(=.*)?`),
	allow(`-U[A-Za-z_]\w*`),
	allow(`-I[^@-].*`),
	allow(`-std=(c|gnu|iso9899:)\w+|-std=(c|gnu)\+\+\w+`),
	allow(`-ansi|-pedantic(-errors)?|-w|-pipe`),
	allow(`-W([a-z][a-z0-9+=-]*)?`),
	refuse(`-W[lap],.*|-Xlinker.*|-Xassembler.*|-Xpreprocessor.*`,
		"nearcall starts the preprocessor, assembler and linker itself; their flags are fixed"),
	allow(`-g([23]|gdb|dwarf|dwarf-[45])?`),
	refuse(`-g.*`, "nearcall reads the C prototypes from DWARF: leave -g as it is"),

	// Code generation. Positions, tables and frames are nearcall's to choose.
	allow(`-f(pic|PIC|pie|PIE)`),
	refuse(`-fno-(pic|PIC|pie|PIE|plt)|-static.*|-shared|-no-pie|-pie|-mno-pic.*|-mdynamic-no-pic`,
		"the code is placed anywhere in the program, so it must be position-independent"),
	refuse(`-mcmodel=.*|-mlarge-data-threshold=.*`,
		"code and constants stay within 2 GB of each other; the small code model is the one that fits"),
	allow(`-fno-(lto|stack-protector|stack-clash-protection|exceptions|rtti|threadsafe-statics|common|split-stack)`),
	refuse(`-fexceptions|-frtti|-fthreadsafe-statics`, "it needs C++'s runtime library, which is not there"),
	refuse(`-flto.*|-ffat-lto-objects|-fwhole-program|-fembed-bitcode.*`,
		"nearcall proves machine code; with -flto the objects hold none"),
	refuse(`-fstack-protector.*|-mstack-protector.*`,
		"the stack protector reads thread-local storage, which is Go's; nearcall proves the stack bound instead"),
	refuse(`-fstack-clash-protection|-fsplit-stack|-mstackrealign|-mstack.*|-mpreferred-stack-boundary=.*`,
		"the trampoline reserves and aligns the stack; C code leaves that to it"),
	allow(`-fno-sanitize=[a-z,-]+`),
	refuse(`-fsanitize.*|-fno-sanitize-.*`, "sanitizers need a runtime library; use them on the C in a program of its own"),
	refuse(`-ftls-model=.*|-m?emulated-tls|-femulated-tls|-pthreads?|-mthreads`,
		"C that runs on a goroutine has no threads and no thread-local storage of its own"),
	refuse(`-p|-pg|-fprofile.*|-fcoverage.*|--coverage|-finstrument.*|-fxray.*|-mfentry`,
		"profiling and coverage need a runtime library and writable data; Go's profiler sees the C functions"),
	refuse(`-fopenmp|-fopenmp=.*`, "OpenMP starts threads; -fopenmp-simd is allowed"),
	refuse(`-fno-(asynchronous-)?unwind-tables`, "the proof reads the unwind tables; they are not in the result"),
	refuse(`-fhosted`, "there is no C library to call: the C is freestanding"),
	refuse(`-fshort-enums|-fpack-struct.*|-m(no-)?ms-bitfields|-freg-struct-return|-fpcc-struct-return|-fcall-(saved|used)-.*`,
		"it changes how C passes or lays out values, which has to stay the platform's"),
	allow(`-f(no-)?(strict-aliasing|strict-overflow|wrapv|wrapv-pointer|delete-null-pointer-checks)`),
	allow(`-f(no-)?(fast-math|math-errno|finite-math-only|associative-math|reciprocal-math|signed-zeros|trapping-math|` +
		`unsafe-math-optimizations|rounding-math|honor-nans|honor-infinities|approx-func|cx-limited-range)`),
	allow(`-ffp-(contract|model|exception-behavior)=[a-z-]+|-fdenormal-fp-math=[a-z,-]+|-fexcess-precision=[a-z0-9]+`),
	allow(`-f(no-)?(vectorize|slp-vectorize|tree-vectorize|tree-slp-vectorize|openmp-simd)`),
	allow(`-f(no-)?(unroll-loops|inline|inline-functions|inline-hint-functions|optimize-sibling-calls|jump-tables)`),
	allow(`-m(no-)?omit-leaf-frame-pointer`),
	allow(`-f(no-)?(omit-frame-pointer|merge-constants|function-sections|data-sections|semantic-interposition)`),
	allow(`-f(asynchronous-)?unwind-tables|-ffreestanding|-fvisibility=hidden|-ffixed-x\d+`),
	allow(`-f(no-)?builtin(-\w+)?`),
	allow(`-f(no-)?(signed|unsigned)-char`),
	allow(`-f(no-)?(gnu89-inline|ms-extensions|lax-vector-conversions|dollars-in-identifiers|ident|verbose-asm|strict-return)`),
	allow(`-flax-vector-conversions=[a-z]+|-ftrivial-auto-var-init=[a-z]+|-fzero-call-used-regs=[a-z-]+|-fcf-protection=none`),
	allow(`-f(no-)?(color-diagnostics|diagnostics-[a-z-]+|caret-diagnostics)|-f(message-length|macro-backtrace-limit|bracket-depth|constexpr-steps)=\d+`),
	allow(`-f(file|macro|debug)-prefix-map=[^@=]+=[^@=]*`),

	// Instruction sets and tuning.
	refuse(`-m(arch|tune|cpu)=native`,
		"the result must not depend on the machine that builds it: name the CPU, or use //nearcall:cpu"),
	allow(`-m(arch|tune|cpu)=[A-Za-z0-9_.+-]+`),
	refuse(`-m(16|32|x32|abi=.*|rtd|regparm=.*|soft-float|float-abi=.*|long-double-.*|iamcu)`,
		"it changes how C passes values, which has to stay the platform's"),
	refuse(`-mno-sse2?|-mgeneral-regs-only`, "without SSE registers, floating-point values are passed in other places"),
	allow(`-m64|-mno-red-zone|-mred-zone|-m(no-)?implicit-float`),
	allow(`-m(no-)?(sse|sse2|sse3|ssse3|sse4|sse4\.[12]|sse4a|avx|avx2|avx512[a-z0-9]*|avx10\.[0-9a-z.-]+|avxvnni[a-z0-9]*|avxifma|avxneconvert)`),
	allow(`-m(no-)?(fma|fma4|xop|f16c|bmi|bmi2|lzcnt|popcnt|tbm|adx|movbe|movdiri|movdir64b|crc32|cx16|sahf)`),
	allow(`-m(no-)?(aes|vaes|pclmul|vpclmulqdq|sha|sha512|sm3|sm4|gfni|kl|widekl|rdrnd|rdseed|rdpid)`),
	allow(`-m(no-)?(prfchw|prefetchi|clflushopt|clwb|cldemote|vzeroupper|evex512|outline-atomics|strict-align|unaligned-access)`),
	allow(`-mprefer-vector-width=(none|\d+)|-msve-vector-bits=[a-z0-9+]+|-mbranch-protection=[a-z+-]+`),

	// Flags about files, programs and the rest of the pipeline.
	refuse(`-l.*|-L.*|-B.*|-F.*`, "there is nothing to link with: name objects and archives with //nearcall:archive"),
	refuse(`-fuse-ld=.*|-nostdlib|-nodefaultlibs|-nostartfiles|-nostdinc|-rdynamic|-s`,
		"nearcall links the objects itself, without libraries"),
	refuse(`-o.*`, "nearcall chooses where the object goes"),
	refuse(`-[cSE]|-M.*|-fsyntax-only|-emit-.*|--?save-temps.*|-fsave.*|-ftime-.*|-fstack-usage|-v|-###|--version`,
		"nearcall wants one object of each source, and no other output"),
	refuse(`-x.*`, "the extension tells the language; others than C, C++ and assembly come as //nearcall:archive"),
	refuse(`-include.*|-imacros.*`, "write the #include in the C file: its hash is part of the result"),
	refuse(`-mllvm|-Xclang|-Xarch.*|-Xopenmp.*|-mllvm=.*`, "flags of the compiler's inner parts are not checked, so they are not passed on"),
	refuse(`-target|--target=.*|-arch`, "the target is nearcall's -arch flag"),
	refuse(`-isystem.*|-iquote.*|-idirafter.*|-iprefix.*|-iwithprefix.*|-isysroot.*|--sysroot.*`, "use -I"),
	refuse(`-fplugin.*|-fpass-plugin.*|-specs=.*|-wrapper|--config.*|-ivfsoverlay.*|-fmodule.*|-f.*-path=.*`,
		"it makes the compiler run or read something else than the sources"),
	refuse(`@.*`, "write the flags themselves: files of flags are not read"),
	refuse(`[^-].*|-|`, "flags begin with -; C files belong in //nearcall:source"),
}

// compilerRules are for the flags within CC (python3 -m ziglang cc): where the compiler finds its parts
// is the user's business. All others are held against flagRules, since flags
// that change the calls do so from here too.
var compilerRules = []flagRule{
	allow(`-m64|-m|--target=x86_64-.*linux.*|-target`),
	allow(`-B.*|--gcc-toolchain=.*|--?sysroot(=.*)?|-isysroot.*|-isystem.*|-resource-dir.*|-no-canonical-prefixes|-Qunused-arguments`),
}
