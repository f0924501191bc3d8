// NC4xxx: the machine code, and what cannot be proven of it.
CODE(RECURSION, 4001, "recursion without a limit",
     "How much stack it needs depends on the data, and a goroutine's stack does not grow while C runs.",
     "__attribute__((noinline)) unsigned long f(unsigned long x) { return x < 2 ? 1 : f(x - 1) * (f(x - 2) | 1); }",
     "use a loop with a stack of a fixed size, or promise a limit: //nearcall:depth NAME N")
CODE(CHAIN, 4002, "a chain of calls that is too long",
     "nearcall follows a call through a limited number of functions.",
     "$ nearcall check .",
     "make the chain of calls shorter")
CODE(POINTER_CALL, 4003, "a call through a pointer that cannot be followed",
     "How much stack the callee needs has to be known, so which functions it may be. Pointers are followed from where "
     "the package's C takes the address of a function; one that comes from Go or from memory is not.",
     "//nearcall:func f\nfunc F(p unsafe.Pointer) uint64\n"
     "unsigned long f(unsigned long (*p)(void)) { return p() + 1; }",
     "promise what it may be: //nearcall:calls SITE TARGET...; or write a switch over the functions")
CODE(STACK_SIZE, 4004, "too much stack",
     "A goroutine's stack starts at a few kilobytes and is copied when it grows; C that needs very much is refused.",
     "void g(char *);\n__attribute__((noinline)) void g(char *p) { __asm__(\"\" : : \"r\"(p) : \"memory\"); }\n"
     "void f(void) { char b[1 << 28]; g(b); }",
     "take large arrays from Go, as a pointer")
CODE(FLOW, 4005, "code that cannot be followed",
     "nearcall follows each function along all its paths, as compilers write them: where the stack pointer is, what is "
     "saved, where each jump goes. Here it lost the way, so that nothing could be proven behind.",
     "unsigned long f(unsigned long x) { __asm__ volatile(\"push %0\" : : \"r\"(x)); return x; }",
     "nearcall follows what clang, gcc and rustc emit; hand-written assembly must keep to that")
CODE(STACK_POINTER, 4006, "a stack pointer that moves by an unknown number of bytes",
     "alloca and arrays of variable length take as much stack as the data say.",
     "void g(char *);\n__attribute__((noinline)) void g(char *p) { __asm__(\"\" : : \"r\"(p) : \"memory\"); }\n"
     "void f(unsigned long n) { char b[n]; g(b); }",
     "use an array of the largest size, or memory from Go")
CODE(STACK_WORD, 4007, "a stack pointer that is not at a word",
     "The C ABI keeps the stack pointer a multiple of a word.",
     "//nearcall:archive handwritten.o",
     "add and subtract whole words")
CODE(WRITES_CONSTANT, 4008, "a write to what is constant",
     "Constants are in memory that cannot be written: the write would end the program.",
     "static const unsigned long n = 1;\nvoid f(unsigned long x) { *(volatile unsigned long *)&n = x; }",
     "pass the variable as a parameter")
CODE(JUMP_TABLE, 4009, "a jump through a table that cannot be bounded",
     "A switch becomes a jump through a table. Where the index is not compared with the table's length, it may go "
     "anywhere.",
     "//nearcall:archive jumping.o",
     "compile with -fno-jump-tables (rustc: -C jump-tables=no), or with -g")
CODE(STATE_LEFT, 4010, "a state of the CPU that is left behind",
     "Go's code expects an empty x87 stack and clean upper halves of the vector registers.",
     "//nearcall:func f\n"
     "func F()\n"
     "void f(void) { __asm__ volatile(\"fld1\"); }",
     "pop what was pushed, and end 256-bit code with vzeroupper, as compilers do")
CODE(RESERVED_REGISTER, 4011, "a register that Go keeps for itself",
     "Go finds the running goroutine through it, also in the middle of C, when a signal comes.",
     "//nearcall:archive global.o",
     "compile with -ffixed-REGISTER")
CODE(INSTRUCTION, 4012, "an instruction that C may not use here",
     "It is privileged, calls the system, changes what Go relies on (segments, rounding, flags), or what it does cannot "
     "be told from the code.",
     "void f(void) { __asm__ volatile(\"hlt\"); }",
     "leave it to Go, or to the compiler")
CODE(BEYOND_LEVEL, 4013, "an instruction beyond the level of the CPU",
     "Go programs run on any CPU of the architecture's lowest level; on one that lacks the instruction the program "
     "would end.",
     "#include <immintrin.h>\n__attribute__((target(\"avx2\"))) void f(void *p)\n"
     "{\n\t_mm256_storeu_si256(p, _mm256_abs_epi8(_mm256_loadu_si256(p)));\n}",
     "declare the level that has it: //nearcall:cpu x86-64-v3, or several to choose from")
CODE(SPLITS_TABLE, 4014, "a jump table that is used in another way",
     "A jump table is moved with its jump; whoever else reads it, or reads it from its middle, would find another.",
     "//nearcall:archive jumping.o",
     "a jump table is read from its start, by the jump alone")
CODE(NUMBER, 4015, "a fixed number as an address in the code",
     "The code is moved to where Go's linker wants it, and what it refers to by a number is not.",
     "//nearcall:archive handwritten.o",
     "name the variable or function: a number has no place in an image that is moved")
CODE(CHECK_FAILED, 4016, "the proof could not be confirmed",
     "A second reading, which shares no code with the first, does not agree with it. Nothing is emitted then.",
     "$ nearcall build .",
     "this is a fault of nearcall: please report it with the object")
CODE(NOT_LAID_OUT, 4017, "code that cannot be laid out for Go",
     "On this architecture the C functions' frames are laid out anew, as Go's unwinder reads them, and something in them "
     "stands against it.",
     "//nearcall:archive handwritten.o",
     "Go has to be able to read the stack frames of C at each instruction: compile the C again with clang or gcc")
