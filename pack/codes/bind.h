// NC3xxx: Go declarations against C prototypes.
CODE(PARAMETER_COUNT, 3001, "different numbers of parameters",
     "Go's parameters, in order, are spread over C's: a string or a slice may take several.",
     "//nearcall:func f\nfunc F(x uint64) uint64\nunsigned long f(unsigned long x, unsigned long y) { return x + y; }",
     "a string is two C parameters or one go_string; a slice is two or three, or one go_slice")
CODE(PARAMETER_TYPE, 3002, "a parameter that differs",
     "A Go parameter and the C parameter behind it must have one kind, size and layout.",
     "//nearcall:func f\nfunc F(x uint32) uint64\nunsigned long f(unsigned long x) { return x; }",
     "make the Go declaration and the C prototype agree")
CODE(RESULT_MISSING, 3003, "C returns something and Go does not",
     "The declaration in Go has no result.",
     "//nearcall:func f\nfunc F(x uint64)\nunsigned long f(unsigned long x) { return x; }",
     "give the Go declaration the result too; its callers may ignore it")
CODE(RESULT_EXTRA, 3004, "Go wants a result and C returns none",
     "The C function is void: the Go result would be what a register happens to hold.",
     "//nearcall:func f\nfunc F(x uint64) uint64\nvoid f(unsigned long x) { (void)x; }",
     "remove the Go result, or return a value in C")
CODE(RESULT_TYPE, 3005, "a result that differs",
     "The Go results and the C result must have one kind, size and layout; several Go results are one C struct.",
     "//nearcall:func f\nfunc F(x uint64) float64\nunsigned long f(unsigned long x) { return x; }",
     "make the Go declaration and the C prototype agree")
CODE(PROTOTYPE_SYNTAX, 3006, "a prototype in a directive that cannot be read",
     "Behind the C name, in parentheses, stand the kinds of the parameters, and behind them that of the result.",
     "//nearcall:func f(long) long\nfunc F(x int64) int64\nlong f(long x) { return x; }",
     "write it like //nearcall:func sum_u64(ptr, u64) u64")
CODE(NO_DEBUG_INFO, 3007, "a C function without debug information",
     "Prototypes are read from DWARF. An object that was compiled without it has none to compare.",
     "//nearcall:archive stripped.o",
     "compile it with -g, or give the prototype: //nearcall:func f(ptr, u64) u64")
CODE(CONVENTION, 3008, "another calling convention, or a prototype that leaves it open",
     "nearcall calls by the platform's C ABI. What its debug information or its code shows to be called in another way, "
     "or does not show in full, would get its values in the wrong places.",
     "__attribute__((ms_abi)) unsigned long f(unsigned long x) { return x; }",
     "write a function around it that follows the C ABI, or give the prototype")
CODE(PROTOTYPE_DIFFERS, 3009, "the directive's prototype is not the function's",
     "The prototype in //nearcall:func and the one in the debug information say different things.",
     "//nearcall:func f(u64, u64) u64\nfunc F(x, y uint64) uint64\nunsigned long f(unsigned long x) { return x; }",
     "correct the directive, or leave the prototype out: the debug information has it")
CODE(VARIADIC_C, 3010, "a variadic C function",
     "What it takes is decided at each call, and Go declares it once.",
     "#include <stdarg.h>\nunsigned long f(unsigned long x, ...) { return x; }",
     "write a C function with a fixed parameter list around it")
CODE(ABI_OPEN, 3011, "a parameter that compilers pass differently",
     "The ABI leaves it open, or a compiler does not follow it: a package must not depend on who compiled it.",
     "//nearcall:func f\n"
     "func F(x struct{ _, X int64 }) int64\n"
     "struct s { long : 64; long x; };\n"
     "long f(struct s s) { return s.x; }",
     "pass a pointer to it")
CODE(GUARD, 3012, "//nearcall:yield, and C that does not ask or asks alone",
     "A C function asks nearcall_should_yield of the nearcall_guard that it has as its last parameter. Go's declaration has "
     "none, but says //nearcall:yield.",
     "//nearcall:func f\n//nearcall:yield\nfunc F(from int) (at int, more bool)\n"
     "struct r { long at; _Bool more; };\nstruct r f(long from) { return (struct r){from, 0}; }",
     "add const nearcall_guard *guard as the last C parameter, and //nearcall:yield beside //nearcall:func")
