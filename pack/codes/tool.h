// NC9xxx: the programs, files and folders that nearcall works with.
CODE(TEMP_FOLDER, 9001, "no folder for temporary files",
     "Each build works in a folder of its own below TMPDIR (/tmp).",
     "$ TMPDIR=/nowhere nearcall build .",
     "set TMPDIR to a folder that can be written")
CODE(PROGRAM_MISSING, 9002, "a program is not installed",
     "Authors need a C compiler and binutils. Importers of the result need neither.",
     "$ CC=gcc-99 nearcall build .",
     "install it, or put it in PATH")
CODE(PROGRAM_FAILED, 9003, "a program failed",
     "A compiler or linker ended in a way that says nothing about the input: by a signal, or for want of memory.",
     "$ nearcall build .",
     "its own words are above; is there enough memory and room on the disk?")
CODE(GO_BROKEN, 9004, "Go does not work",
     "nearcall reads packages with Go's own front end, through the go command.",
     "$ PATH=/usr/bin nearcall build .",
     "install Go 1.23 or newer (apt install golang-go) and put it in PATH")
CODE(PARTS, 9005, "a part of nearcall is missing, or of another version",
     "nearcall finds nearcall-godecl and its C headers from its own place on.",
     "$ cp build/nearcall /usr/local/bin && nearcall build .",
     "make install installs all parts; make builds them together")
CODE(CANNOT_WRITE, 9006, "a file cannot be written",
     "The folder is not writable, or the disk is full.",
     "$ chmod a-w . && nearcall build .",
     "is the folder writable, and the disk not full?")
CODE(CANNOT_READ, 9007, "a file cannot be read",
     "It was there when the build began, or the system does not let it be read.",
     "$ chmod 0 nearcall_amd64.s && nearcall build .",
     "is the file there, and readable?")
CODE(ASSEMBLER, 9008, "Go's assembler failed",
     "nearcall runs it to see that Go's words for an instruction make the compiler's bytes.",
     "$ go tool asm",
     "go tool asm must work: install Go 1.23 or newer and put it in PATH")
CODE(LINKED_IMAGE, 9009, "the linker's output makes no sense",
     "The linker ended well, and what it wrote cannot be read.",
     "$ nearcall build .",
     "use GNU ld (apt install binutils); if it is, please report it with the objects")
CODE(TOOLEXEC, 9010, "a tool of Go's does not run",
     "The go command runs nearcall toolexec in the place of its tools, and that runs them.",
     "$ nearcall toolexec asm -V=full",
     "nearcall toolexec is for go build -toolexec=\"nearcall toolexec\"")
CODE(MEMORY, 9011, "there is no memory left",
     "nearcall keeps all of a package in memory while it builds it.",
     "$ (ulimit -v 20000; nearcall build .)",
     "free some memory, or build fewer packages at once; ulimit -v tells whether it is limited")
