// NC8xxx: notes, which stop nothing.
CODE(OPAQUE, 8001, "the C functions stay one symbol",
     "Something in the image keeps it in one piece: traces and profiles show one name for all of it.",
     "//nearcall:archive jumping.o",
     "compile with -ffunction-sections and -g")
CODE(MERGED, 8002, "several functions under one name",
     "They jump into each other, so Go has to see them as one: traces and profiles show the first one's name.",
     "//nearcall:archive split.o",
     "compile with -fno-reorder-blocks-and-partition, or accept it")
CODE(REALIGNED, 8003, "a function that aligns its stack pointer",
     "How deep its frame is depends on where it began, which Go cannot follow: within it, traces end and a fault ends "
     "the program.",
     "void g(void *);\n__attribute__((noinline)) void g(void *p) { __asm__(\"\" : : \"r\"(p) : \"memory\"); }\n"
     "void f(void) { _Alignas(64) char b[64]; g(b); }",
     "do without variables that are aligned to more than 16 bytes")
CODE(FRAME_POINTER, 8004, "a function that keeps data in the frame pointer",
     "Go's tracer follows the frame pointer when it looks at a stack.",
     "//nearcall:archive nofp.o",
     "compile it with frame pointers: -fno-omit-frame-pointer -mno-omit-leaf-frame-pointer")
CODE(FORM, 8005, "the form that a call got (-v)",
     "A call is fused with the C function, enters it by registers, or passes through a trampoline with or without a "
     "frame. The manual says which is when.",
     "$ nearcall build -v .",
     "nothing has to be done")
CODE(OF_LEVEL, 8006, "for which level the errors are",
     "The C is compiled once for each level of the CPU, and what is wrong may be wrong at one of them alone.",
     "//nearcall:cpu x86-64-v1 x86-64-v3",
     "nothing has to be done about the note itself")
CODE(ARCHIVE_LEVEL, 8007, "an archive has one level",
     "nearcall archive takes the first level of a package with several: an archive does not choose at program start.",
     "$ nearcall archive -o p.a .",
     "use nearcall build for packages with levels")
CODE(RUST_PANICS, 8008, "panics of Rust are panics of Go",
     "The code behind a panic of Rust's is cut off and traps; Go makes a run-time panic of that.",
     "//nearcall:archive librust.a",
     "nothing has to be done")
CODE(CONSTRUCTORS_LEFT, 8009, "constructors are left out",
     "Objects hold constructors or destructors that share no data with what Go calls.",
     "//nearcall:archive lib.a",
     "nothing has to be done")
CODE(TIMES, 8010, "where the time went (-v)",
     "How long each stage of the build took.",
     "$ nearcall build -v .",
     "nothing has to be done")
CODE(ARCH_LEFT_OUT, 8011, "an architecture is left out",
     "Without -arch a package is built for each architecture that this machine has tools for.",
     "$ nearcall build .",
     "install the tools that the hint names, or name the architectures that you want: -arch amd64")
CODE(ARCH_REFUSED, 8012, "the architecture that the errors are of",
     "A package is built for several architectures, and not all of them refuse it.",
     "//nearcall:cflags -mavx2",
     "put what is for one architecture alone into a Go file of its own, such as p_amd64.go, or name the others: -arch amd64")
CODE(POINTERS_ESCAPE, 8013, "arguments that are allocated for each call",
     "Without //go:noescape the Go compiler takes it that C keeps the pointers it gets, so what they point to is on the heap, "
     "anew for each call.",
     "//nearcall:func f\nfunc F(p *int64) int64\nlong f(long *p) { return *p; }",
     "write //go:noescape above each function with pointer arguments: C keeps none")
CODE(BESIDE_GO, 8014, "a C file beside the Go files",
     "The go command takes it for a part of the package: with cgo on it refuses to build that, with cgo off it passes over "
     "the file.",
     "$ touch other.c && nearcall build .",
     "move it to a subfolder, such as csrc/, or write //go:build ignore at its top")
CODE(KEEPS, 8015, "C keeps a pointer that Go passes",
     "Go's collector does not look into what C has written, and goroutine stacks move: after the call the pointer may lead to "
     "something else.",
     "//nearcall:func f\n//go:noescape\nfunc F(list **int64, p *int64)\nvoid f(long **list, long *p) { *list = p; }",
     "store an offset or an index, or set it back before the function returns")
CODE(HASHES_ALONE, 8101, "verified by hashes alone",
     "There is no compiler here, so that nothing was built and compared.",
     "$ CC=no-such-compiler nearcall verify .",
     "install the compiler that the file names, to compare the machine code too")
CODE(SYSTEM_HEADERS, 8102, "the system's headers are others than when the package was built",
     "Whether that changes anything, only a build tells: nearcall verify does one where there is a compiler.",
     "$ nearcall verify -hashes .",
     "nothing has to be done")
CODE(OTHER_STACK, 8103, "another compiler's code has another stack bound",
     "nearcall verify -compiler-differs=ok compares what is the same for all compilers; the room that code needs is not.",
     "$ CC=gcc nearcall verify -compiler-differs=ok .",
     "nothing has to be done")
