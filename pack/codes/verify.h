// NC7xxx: what nearcall verify finds.
CODE(NOT_BUILT, 7001, "there is nothing to verify",
     "The package has no generated assembly file.",
     "$ rm nearcall_amd64.s && nearcall verify .",
     "run nearcall build, and commit what it writes")
CODE(INPUT_CHANGED, 7002, "a file has changed since the package was built",
     "The head of the generated assembly file has the SHA-256 of each file that it was made from.",
     "$ echo >>csrc/sum.c && nearcall verify .",
     "run nearcall build, and commit what it writes")
CODE(INPUT_GONE, 7003, "a file that the package was built from is gone",
     "Or it is not readable, or lies elsewhere now.",
     "$ rm csrc/sum.h && nearcall verify .",
     "bring it back, or run nearcall build if it is not needed any more")
CODE(FLAGS_CHANGED, 7004, "the compiler's flags have changed since the package was built",
     "Those of //nearcall:cflags, //nearcall:source and //nearcall:cpu, and nearcall's own.",
     "//nearcall:cflags -O3",
     "run nearcall build, and commit what it writes")
CODE(DIRECTIVES_CHANGED, 7005, "directives name other files than when the package was built",
     "A source or archive came, went, or is matched by a pattern now.",
     "//nearcall:source csrc/sum.c csrc/more.c",
     "run nearcall build, and commit what it writes")
CODE(DECLARATIONS_CHANGED, 7006, "declarations have changed since the package was built",
     "The hash is over the declarations without a body, the package's own types that they are of, and all that other "
     "directives promise. Comments, layout and other Go code are no part of it.",
     "//nearcall:func sum\nfunc Sum(xs []int32) int64",
     "run nearcall build, and commit what it writes")
CODE(GENERATED_CHANGED, 7007, "generated files are not as they were written",
     "All files of a build hold a hash of all of them: one was edited, is gone, or is of another build.",
     "$ echo >>nearcall_amd64.s && nearcall verify .",
     "run nearcall build, and commit what it writes")
CODE(OTHER_NEARCALL, 7008, "another version of nearcall wrote the files",
     "What another version writes may differ.",
     "$ nearcall verify .",
     "verify with the version that wrote them, or run nearcall build with this one")
CODE(OTHER_COMPILER, 7009, "the files were made with another compiler or linker",
     "Another compiler gives other machine code, so that no byte can be compared.",
     "$ CC=gcc nearcall verify .",
     "verify with the same compiler, or with -compiler-differs=ok, which compares what is the same for all")
CODE(BUILT_DIFFERS, 7010, "a generated file is not what the sources give",
     "The same sources, flags and tools give the same bytes. What is committed has others.",
     "$ nearcall verify .",
     "run nearcall build, and commit what it writes")
CODE(FACTS_DIFFER, 7011, "a generated file differs in what no compiler changes",
     "Declarations, C prototypes and levels are the same whatever compiler made the code.",
     "$ CC=gcc nearcall verify -compiler-differs=ok .",
     "run nearcall build, and commit what it writes")
