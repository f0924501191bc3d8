// NC2xxx: C sources and objects, from the compiler to one image.
CODE(COMPILE, 2001, "a source does not compile",
     "The compiler refused it; its own words stand above.",
     "unsigned long f(unsigned long x) { return x + y; }",
     "the compiler's own words are above")
CODE(COMPILER_ERROR, 2002, "an error of the C compiler",
     "The compiler's own words, as -json and -sarif have them, each at its place.",
     "unsigned long f(unsigned long x) { return x + y; }",
     "correct the C")
CODE(COMPILER_WARNING, 2003, "a warning of the C compiler",
     "The compiler's own words. A warning stops nothing, unless the flags have -Werror.",
     "unsigned long f(unsigned long x) { if (x = 1) return 2; return x; }",
     "correct the C, or turn the warning off: //nearcall:cflags -Wno-NAME")
CODE(LINK, 2004, "the objects do not link",
     "The linker refused to put them together, most often because two define one name.",
     "$ nm -A csrc/*.o",
     "the linker's own words are above; make what only one file uses static")
CODE(NOT_PIC, 2005, "code that is not position-independent",
     "The code becomes part of Go's own, wherever Go's linker puts it, without anything being adjusted at load time.",
     "$ gcc -fno-pic -c f.c",
     "compile it with -fPIC and the small code model")
CODE(OBJECT_KIND, 2006, "not an object that can be linked",
     "//nearcall:archive takes relocatable ELF objects for the machine, and ar archives of them: no shared libraries, "
     "no objects of other machines, no LTO bitcode.",
     "//nearcall:archive lib/libm.so",
     "compile it to an object: -c, without -flto, for this machine")
CODE(NO_C_FUNCTION, 2007, "there is no C function of that name",
     "No source and no object defines it. Static functions are not seen from outside.",
     "//nearcall:func g\nfunc F(x uint64) uint64\nunsigned long f(unsigned long x) { return x; }",
     "write its name in //nearcall:func, and leave static out")
CODE(NOT_A_FUNCTION, 2008, "the C name is of no function",
     "It is a variable, or a function without code: one whose every path is undefined has none.",
     "const unsigned long f = 1;",
     "//nearcall:func takes the name of a C function; one whose every path is undefined has no code")
CODE(UNDEFINED, 2101, "a function or variable that is not defined",
     "There is no libc on this side of the call: all that C reaches comes from the package, or from the few functions "
     "of csrc/rt that compilers call by themselves.",
     "unsigned long g(unsigned long);\nunsigned long f(unsigned long x) { return g(x); }",
     "define it in the package's C files, or do without it")
CODE(LIBC_MEMORY, 2102, "malloc and its like",
     "C has no heap of its own: memory that C allocates would be nobody's when a goroutine ends.",
     "#include <stdlib.h>\nvoid *f(unsigned long x) { return malloc(x); }",
     "memory comes from Go: pass a buffer, or include nearcall_malloc.h, which has malloc in memory that Go passes")
CODE(LIBC_IO, 2103, "input and output",
     "There are no files in C here: stdio belongs to a libc that is not there.",
     "#include <stdio.h>\nunsigned long f(unsigned long x) { puts(\"f\"); return x; }",
     "leave it out (#ifdef, -DNDEBUG), or return what is to be said and let Go print it")
CODE(LIBC_FORMAT, 2104, "sprintf, sscanf and their like",
     "They belong to a libc that is not there.",
     "#include <stdio.h>\nvoid f(char *s, int n) { sprintf(s, \"%d\", n); }",
     "format in Go, or take the source of a small printf or scanf into //nearcall:source")
CODE(LIBC_ERRNO, 2105, "errno",
     "errno is thread-local, and goroutines move between threads.",
     "#include <errno.h>\nint f(int x) { errno = x; return 0; }",
     "return the error, as a result or through a pointer; -Derrno=NAME makes it a variable of the C code's own")
CODE(LIBC_JUMP, 2106, "setjmp and longjmp",
     "A jump out of a call leaves frames behind, and has no bound that can be proven.",
     "#include <setjmp.h>\nvoid f(jmp_buf *b) { longjmp(*b, 1); }",
     "return an error code instead")
CODE(LIBC_THREADS, 2107, "threads and locks of C",
     "There are no threads in C here: C runs on the goroutine that calls it.",
     "#include <pthread.h>\nint f(pthread_mutex_t *m) { return pthread_mutex_lock(m); }",
     "build it for one thread, lock in Go (sync.Mutex), and start goroutines there; C's atomics work")
CODE(LIBC_CTYPE, 2108, "ctype.h",
     "Its functions ask the locale, which belongs to a libc that is not there.",
     "#include <ctype.h>\nint f(int c) { return isalpha(c); }",
     "compare the bytes (c >= '0' && c <= '9'), as static functions in a header of yours")
CODE(LIBC_EXIT, 2109, "exit and its like",
     "C cannot end the program that it is a part of.",
     "#include <stdlib.h>\nvoid f(int x) { exit(x); }",
     "abort() is a panic in Go; or return an error")
CODE(LIBC_SYSTEM, 2110, "calls to the operating system",
     "There is no operating system in C here: a system call would block a thread of Go's behind the scheduler's back.",
     "#include <time.h>\nlong f(void) { return time(0); }",
     "ask it in Go, and pass the answer as a parameter")
CODE(LIBC_OTHER, 2111, "a libc function that csrc/rt does not have",
     "csrc/rt has what compilers call by themselves (memcpy, strlen, ...), and not this one.",
     "#include <stdlib.h>\nlong f(const char *s) { return strtol(s, 0, 10); }",
     "do it in Go, or take its source (musl's, for instance) into //nearcall:source")
CODE(LIBC_FORTIFY, 2112, "checked forms of libc functions",
     "-D_FORTIFY_SOURCE, which some distributions' compilers set, calls memcpy's and others' checked forms in libc.",
     "//nearcall:archive fortified.o",
     "compile it with -U_FORTIFY_SOURCE")
CODE(CXX_RUNTIME, 2113, "C++'s runtime library",
     "Exceptions, run-time types and guarded statics need a library that is not there.",
     "int f(int x) { if (x) throw x; return 0; } // f.cpp",
     "compile with -fno-exceptions -fno-rtti -fno-threadsafe-statics, and use headers alone")
CODE(INSTRUMENTED, 2114, "sanitizers, coverage and profiling",
     "Such code calls a library that is not there.",
     "//nearcall:archive instrumented.o",
     "compile it without them; use them on the C in a program of its own")
CODE(OPENMP, 2115, "OpenMP",
     "It starts threads, through a library that is not there.",
     "//nearcall:archive parallel.o",
     "compile it without -fopenmp, and let goroutines share the work")
CODE(MATH, 2116, "a function of math.h that has no instruction",
     "sqrt, floor, fabs and their like are instructions, or in csrc/rt. This one is a computation, in libm.",
     "#include <math.h>\ndouble f(double x) { return sin(x); }",
     "take it from musl's sources: //nearcall:libm FOLDER/src/math")
CODE(STACK_PROTECTOR, 2117, "a stack protector",
     "The canary lives in thread-local storage, which Go uses for itself.",
     "//nearcall:archive protected.o",
     "compile it with -fno-stack-protector")
CODE(THREAD_LOCAL, 2118, "thread-local data",
     "Goroutines move between threads, also in the middle of a computation.",
     "_Thread_local unsigned long n;\nunsigned long f(unsigned long x) { return n += x; }",
     "pass the state as a parameter")
CODE(GOT, 2119, "the global offset table",
     "There is no dynamic loader that would fill one.",
     "//nearcall:archive got.o",
     "leave visibility(\"default\") out, or write \"hidden\"; compile with -fPIC and the small code model")
CODE(CPU_MODEL, 2120, "__builtin_cpu_supports and its like",
     "It asks a variable of the compiler's library that is filled before main, and that is not there.",
     "int f(void) { return __builtin_cpu_supports(\"avx2\"); }",
     "let nearcall choose (//nearcall:cpu LEVEL...), or decide in Go (golang.org/x/sys/cpu)")
CODE(WRITABLE, 2201, "a variable that C writes",
     "All goroutines would share it, without a lock, and it would outlive the call.",
     "static unsigned long n;\nunsigned long f(unsigned long x) { return n += x; }",
     "make it const, pass it as a parameter, or let C write to it: //nearcall:writable NAME")
CODE(POINTER_TABLE, 2202, "a constant that holds addresses, in an archive",
     "A table of strings or functions holds addresses, which are known only when the program is loaded. The archive "
     "carrier's default form has nothing that would write them.",
     "$ nearcall archive -o p.a .",
     "use nearcall build, or nearcall archive -relocs, or store offsets or indexes instead")
CODE(ABSOLUTE_ADDRESS, 2203, "an address that is a fixed number",
     "The image has its place in Go's program: a fixed number means no place in it.",
     "//nearcall:archive absolute.o",
     "pass the address as a parameter")
CODE(ODD_SECTION, 2204, "code or data in an odd section",
     "Code belongs in .text and constants in .rodata; there is room for nothing else.",
     "__attribute__((section(\".text.x\"))) const unsigned long n = 1;\n"
     "unsigned long f(unsigned long x) { return x + *(volatile const unsigned long *)&n; }",
     "leave __attribute__((section)) out: compilers put code and constants where they belong")
CODE(CONSTRUCTOR, 2205, "a constructor or destructor",
     "Nothing would run it: there is no program start and no end on this side.",
     "static volatile unsigned long n;\n"
     "__attribute__((constructor)) static void start(void) { n = 7; }\n"
     "unsigned long f(unsigned long x) { return n + x; }",
     "compute it when it is needed, or in Go, and pass it as a parameter")
CODE(COMMON, 2206, "a common symbol",
     "Old objects declare variables that several may define; which one holds only the linker knows.",
     "//nearcall:archive common.o",
     "compile it with -fno-common")
CODE(LABEL_ADDRESS, 2207, "the address of a label",
     "Computed gotos keep addresses inside of a function in a table, and functions are moved and rewritten.",
     "unsigned long f(unsigned long x)\n{\n\tstatic void *const to[] = {&&a, &&b};\n\tgoto *to[x & 1];\na:\n"
     "\treturn x * 3;\nb:\n\treturn x / 7;\n}",
     "write a switch instead of computed gotos")
CODE(ADDRESS_NOWHERE, 2208, "an address that is no place of the image",
     "What a constant points to lies outside of all functions, constants and variables of the package.",
     "//nearcall:archive odd.o",
     "point to functions, constants and variables of the package")
CODE(UNALIGNED_ADDRESS, 2209, "an address that is not aligned",
     "Go's assembler can put addresses at multiples of 8 bytes only.",
     "struct __attribute__((packed)) { char c; const char *s; } const t = {1, \"x\"};\nconst void *f(void) { return &t; }",
     "leave __attribute__((packed)) out, or store offsets")
CODE(ALIGNMENT, 2210, "an alignment that Go does not give",
     "Go aligns data that holds addresses to 32 bytes at most, and code and other constants to 2048.",
     "//nearcall:writable wide\n"
     "\n"
     "//nearcall:func f\n"
     "func F(i int64) int64\n"
     "__attribute__((aligned(64))) long wide[8];\n"
     "long f(long i) { return wide[i & 7]++; }",
     "ask for less, keep what is aligned apart from what holds addresses, or pass it as a parameter")
CODE(DATA_WHOLE, 2211, "data with addresses in an image that stays whole",
     "Variables and constants with addresses have to be taken out of the image, and something keeps it in one piece.",
     "//nearcall:archive jumping.o",
     "compile it with -fdata-sections, and -fno-jump-tables")
