// NC1xxx: the Go side of a package, which nearcall-godecl reads (pack/godecl/codes.go names the same).
CODE(NO_PACKAGE, 1001, "no such package",
     "An argument is a folder, an import path or a pattern such as ./..., and this one stands for none.",
     "$ nearcall build ./smu",
     "name a package's folder, its import path, or a pattern such as ./...")
CODE(NO_DIRECTIVES, 1002, "no package with nearcall's directives",
     "Packages without //nearcall: directives are passed over in a pattern; when none is left, or the package that was "
     "named has none, there is nothing to do.",
     "$ nearcall build ./cmd/...",
     "write //nearcall:func above a declaration without a body")
CODE(GO_COMMAND, 1003, "the go command cannot load the package",
     "nearcall asks the go command for the package's files. Without a module, or with a broken go.mod, it has no answer.",
     "$ cd /tmp/alone && nearcall build .",
     "make go list work in the folder first; it must belong to a module: go mod init PATH")
CODE(GO_SYNTAX, 1004, "a syntax error of Go",
     "The package's Go files are read by Go's own parser, and these are its words.",
     "//nearcall:func f\nfunc F(x uint64 uint64",
     "correct it: gofmt shows it too")
CODE(GO_TYPES, 1005, "an error of Go's type checker",
     "The declarations' types come from Go's own type checker, and these are its words.",
     "//nearcall:func f\nfunc F(x Number) uint64",
     "correct it: go vet shows it too")
CODE(NO_GO_FILES, 1006, "no Go files for this system",
     "Build constraints leave no file of the package for linux and the architecture.",
     "$ nearcall build ./windows",
     "put the declarations in a .go file whose build constraints allow linux")
CODE(UNREADABLE, 1007, "a file or folder cannot be read",
     "It is there, and the system does not let it be read, or its name is not what a Go program can say.",
     "$ chmod 0 csrc/f.c && nearcall build .",
     "make it readable, or rename it")
CODE(USES_CGO, 1008, "the package uses cgo",
     "The go command hands a package's assembly either to Go's assembler or, with import \"C\", to the C compiler: it "
     "cannot have both.",
     "$ grep -l 'import \"C\"' *.go",
     "move the cgo code to a package of its own")
CODE(ARCHIVE_OF_ONE, 1009, "an archive, or a page, is of one package",
     "nearcall archive and nearcall stack -html write one file about one package, and the argument stands for several.",
     "$ nearcall archive -o p.a ./...",
     "name one of them")
CODE(DIRECTIVE_UNKNOWN, 1101, "an unknown directive",
     "A comment that begins with //nearcall: is a directive. One that nearcall does not know is refused, since a "
     "misspelt one would be passed over in silence.",
     "//nearcall:fnc f\nfunc F(x uint64) uint64",
     "write one of the directives of docs/manual.md")
CODE(DIRECTIVE_MISSPELT, 1102, "a misspelt directive",
     "It would be a directive if it were written in small letters and without spaces before the colon.",
     "// nearcall:func f\nfunc F(x uint64) uint64",
     "write it like //nearcall:func f")
CODE(DIRECTIVE_LOOSE, 1103, "a directive that belongs to a function and stands elsewhere",
     "It says something about one Go function, and is read from the lines right above its declaration.",
     "//nearcall:func f\n\nfunc F(x uint64) uint64",
     "put it directly above a function declaration without a body, with no empty line between")
CODE(DIRECTIVE_ARGUMENTS, 1104, "a directive with wrong arguments",
     "It has too many words behind it, too few, or others than it takes.",
     "//nearcall:depth walk many\n//nearcall:func f\nfunc F(x uint64) uint64",
     "write it as docs/manual.md shows it")
CODE(DIRECTIVE_TWICE, 1105, "a directive that is there twice",
     "Only one of them could hold.",
     "//nearcall:func f\n//nearcall:func g\nfunc F(x uint64) uint64",
     "remove one of them")
CODE(BAD_C_NAME, 1106, "not a name of a C function",
     "The name behind //nearcall:func, or the one that follows from the Go name, is no C identifier.",
     "//nearcall:func\nfunc Double(x uint64) uint64",
     "write the name of the C function: //nearcall:func C_NAME")
CODE(CPU_LEVEL, 1107, "an unknown level of the CPU",
     "A level is an architecture's, with features behind it: x86-64-v3, x86-64-v1+sha.",
     "//nearcall:cpu i486\n//nearcall:func f\nfunc F(x uint64) uint64",
     "the manual lists the levels and features: docs/manual.md")
CODE(LEVEL_NOT_BUILT, 1108, "a level that the package is not compiled for",
     "//nearcall:cpu LEVEL C_NAME at a function chooses another C function at a level that the package's own "
     "//nearcall:cpu does not list.",
     "//nearcall:cpu x86-64-v1 x86-64-v2\n\n//nearcall:func f\n//nearcall:cpu x86-64-v3 f\nfunc F(x uint64) uint64",
     "list the level in the package's //nearcall:cpu, apart from the function")
// 1109 is given up: //nearcall:blocking on arm64 was refused.
CODE(LEVELS_WRITABLE, 1110, "variables of C together with several levels",
     "The C is compiled once for each level, so each would have variables of its own.",
     "//nearcall:cpu x86-64-v1 x86-64-v3\n"
     "//nearcall:writable n\n"
     "\n"
     "//nearcall:func f\n"
     "func F(x uint64) uint64\n"
     "unsigned long n;\n"
     "unsigned long f(unsigned long x) { return n += x; }",
     "name one level, or keep the state in memory that Go passes")
CODE(PROMISE_UNUSED, 1111, "a promise that nothing needs",
     "//nearcall:calls promises what a function calls through pointers; this function calls nothing that nearcall "
     "cannot follow by itself.",
     "//nearcall:calls f g\n//nearcall:func f\nfunc F(x uint64) uint64\n"
     "unsigned long f(unsigned long x) { return x; }",
     "remove the directive")
CODE(NO_SUCH_FUNCTION, 1112, "a directive names a C function that is not there",
     "What no //nearcall:func reaches is not in the package, and what was inlined is no function of its own.",
     "//nearcall:depth gone 8\n//nearcall:func f\nfunc F(x uint64) uint64\n"
     "unsigned long f(unsigned long x) { return x; }",
     "name a C function that the package reaches and that was not inlined")
CODE(NO_SUCH_VARIABLE, 1113, "a directive names a C variable that is not there",
     "//nearcall:writable names variables that C may write. Compilers make a constant of what nothing writes to.",
     "//nearcall:writable gone\n//nearcall:func f\nfunc F(x uint64) uint64\n"
     "unsigned long f(unsigned long x) { return x; }",
     "name a C variable that is not const and that the package's functions reach")
CODE(TRAP_ENTRY, 1114, "a trap in the place of a function that Go calls",
     "//nearcall:trap puts a trap where a function was, so that calling it is a panic; every call of this Go function "
     "would be one.",
     "//nearcall:trap f\n//nearcall:func f\nfunc F(x uint64) uint64\nunsigned long f(unsigned long x) { return x; }",
     "name what is reached when something has gone wrong")
CODE(HAS_BODY, 1201, "a Go function with a body",
     "//nearcall:func says that C stands behind a Go function, so that it has no Go code of its own.",
     "//nearcall:func f\nfunc F(x uint64) uint64 { return x }",
     "remove the body: the C function takes its place")
CODE(METHOD, 1202, "a method",
     "Assembly can define methods, but not without a name that depends on how Go spells them.",
     "type T int\n\n//nearcall:func f\nfunc (T) F(x uint64) uint64",
     "declare a plain function and call it from the method")
CODE(GENERIC, 1203, "a generic function",
     "It stands for many functions, and C has one for each type.",
     "//nearcall:func f\nfunc F[T any](x T) uint64",
     "declare one function for each type")
CODE(VARIADIC, 1204, "a variadic Go function",
     "Go passes a slice for ...T.",
     "//nearcall:func f\nfunc F(xs ...uint64) uint64",
     "take a slice instead")
CODE(SPECIAL_NAME, 1205, "a function that Go does not let others define",
     "init, main and _ are Go's own, and cannot be called.",
     "//nearcall:func f\nfunc init()",
     "give it a name that Go code can call")
CODE(NO_BODY, 1206, "a function without a body and without a directive",
     "Nothing would define it: go build would say \"missing function body\".",
     "//nearcall:func f\nfunc F(x uint64) uint64\n\nfunc G(x uint64) uint64",
     "write //nearcall:func C_NAME directly above it, or give it a body")
CODE(LARGE_ARGUMENTS, 1207, "arguments that are too large",
     "Go's compiler has a limit for what a call may pass.",
     "//nearcall:func f\nfunc F(x [1 << 40]byte)",
     "pass a pointer or a slice instead")
CODE(BAD_FALLBACK, 1208, "a fallback that cannot stand in",
     "//nearcall:fallback names a Go function of the same type, which is built everywhere; the declaration is in a file "
     "that is built only where there is machine code.",
     "//nearcall:func f\n//nearcall:fallback goF\nfunc F(x uint64) uint64\n\nfunc goF(x uint32) uint64 { return 0 }",
     "write //go:build amd64 && !purego at the top of the declaration's file, and the Go function into another one")
CODE(INIT_EXISTS, 1209, "nearcall init finds files in its way",
     "It overwrites nothing, and writes nothing at all then.",
     "$ nearcall init sum && nearcall init sum",
     "name a folder that is not there yet")
CODE(INIT_NAME, 1210, "a folder whose name makes no package name",
     "nearcall init names the package as its folder, in small letters and digits.",
     "$ nearcall init 42",
     "name it with a letter first, such as sum")
CODE(LONG_FORM, 1211, "a function that cannot be called in pieces, or again",
     "//nearcall:chunk and //nearcall:yield call C several times, and each result goes on in the parameter of its type. "
     "chunk needs a slice to cut; yield, a bool as the last result, which is true when C came back before its end.",
     "//nearcall:func f\n//nearcall:chunk 16384\nfunc F(xs []byte) uint64",
     "take and give back the state, or pass a pointer to it: docs/manual.md has the shapes")
CODE(LONG_TWO_WAYS, 1212, "two ways for one long call",
     "A call is cut into pieces by Go, or comes back by itself, or runs as a system call does.",
     "//nearcall:func f\n//nearcall:chunk 16384\n//nearcall:blocking\nfunc F(xs []byte, sum uint64) uint64",
     "choose one: chunk where a slice can be cut, yield where C can come back, blocking else")
CODE(BLOCKING_RESULT, 1213, "a blocking call that gives back a pointer",
     "The result is stored while the goroutine counts as being in a system call, and the collector, which runs meanwhile, "
     "does not look for pointers there.",
     "//nearcall:func f\n//nearcall:blocking\nfunc F(p *byte) *byte",
     "write it where a parameter points, or return an offset")
CODE(LONG_ARCHIVE, 1214, "Go code beside C in an archive",
     "//nearcall:chunk and //nearcall:yield come with Go code that calls C again, which the archive carrier does not write.",
     "$ nearcall archive -o p.a .",
     "use nearcall build, whose files hold the Go code, or write the loop in Go")
CODE(NO_SOURCE, 1301, "there is no C to call",
     "The package has a //nearcall:func and names neither C files nor objects.",
     "$ grep nearcall: p.go\n//nearcall:func f",
     "name the C files with //nearcall:source csrc/NAME.c, or objects with //nearcall:archive")
CODE(NO_SUCH_FILE, 1302, "a file or folder that is not there",
     "Paths in directives start from the package's folder.",
     "//nearcall:source csrc/gone.c\n//nearcall:func f\nfunc F(x uint64) uint64",
     "paths start from the package's folder")
CODE(FILE_KIND, 1303, "a file of another kind",
     "//nearcall:source takes C, C++ and assembly, //nearcall:archive objects and archives, by their extensions.",
     "//nearcall:source p.go\n//nearcall:func f\nfunc F(x uint64) uint64",
     "name the files themselves: .c, .cc, .cpp, .cxx, .S, .s as sources, .a, .o, .rlib as archives")
CODE(FILE_BESIDE_GO, 1304, "a C file in the package's own folder",
     "go build refuses C files beside Go files where cgo is on, and takes .s files for Go's own assembly.",
     "//nearcall:source beside.c\n//nearcall:func f\nfunc F(x uint64) uint64",
     "move it to a subfolder, such as csrc/")
CODE(TWO_FLAG_SETS, 1305, "a file with two sets of flags",
     "A file is compiled once, and two directives name it with different flags.",
     "//nearcall:source -O2 csrc/f.c\n//nearcall:source -O3 csrc/f.c\n//nearcall:func f\nfunc F(x uint64) uint64",
     "write all of its flags in one directive")
CODE(BAD_PATTERN, 1306, "a malformed pattern of files",
     "Patterns are those of Go's path/filepath.Match.",
     "//nearcall:source csrc/[a.c\n//nearcall:func f\nfunc F(x uint64) uint64",
     "close the \"[\", or write \\[ for the character itself")
CODE(FLAG_REFUSED, 1401, "a compiler flag that is refused",
     "It would change how C is called, need a library, run a program, or make the result depend on the machine.",
     "//nearcall:cflags -fstack-protector-all\n//nearcall:func f\nfunc F(x uint64) uint64",
     "leave it out")
CODE(FLAG_UNKNOWN, 1402, "a compiler flag that is not on the list",
     "Like cgo, nearcall passes on flags of a list, since a package's flags run on the machines of others.",
     "//nearcall:cflags -frobnicate\n//nearcall:func f\nfunc F(x uint64) uint64",
     "allowed are -O, -D, -U, -I, -std=, -W, and flags for optimisation, floating point and instruction sets")
CODE(FLAG_NO_VALUE, 1403, "a compiler flag without its value",
     "The flag needs a value, and the directive ends behind it.",
     "//nearcall:cflags -D\n//nearcall:func f\nfunc F(x uint64) uint64",
     "write the value right behind the flag, as in -DNAME")
