package main

// This file is the JSON that the C tool reads. Lists are never null.

// Pos is a place in a file, as people and editors write it: File is joined to
// the folder as it was given, Line and Col count from 1, Col in bytes. A
// problem of the whole package has the folder as File and zeros.
type Pos struct {
	File string `json:"file"`
	Line int    `json:"line"`
	Col  int    `json:"col"`
}

// Package is everything that the later stages learn about the Go side.
type Package struct {
	Dir       string `json:"dir"`
	AbsDir    string `json:"abs_dir"`
	Name      string `json:"name"`
	Path      string `json:"path"`
	ModuleDir string `json:"module_dir"`
	GoVersion string `json:"go_version"`
	GoRoot    string `json:"goroot"`
	// Lang is the language version of the module, as the compiler's -lang
	// wants it ("go1.23"), or "" outside a module.
	Lang string `json:"lang"`
	// Imports are the import paths of the compiled files, sorted, without
	// unsafe, which has no export data.
	Imports  []string `json:"imports"`
	GoFiles  []string `json:"go_files"`
	AsmFiles []string `json:"asm_files"`
	Sources  []Files  `json:"sources"`
	Archives []Files  `json:"archives"`
	// Libm are folders of C sources of a math library, a function a file.
	Libm     []Files    `json:"libm"`
	Cflags   []Cflag    `json:"cflags"`
	CPU      []CPULevel `json:"cpu"`
	Depths   []Depth    `json:"depths"`
	Calls    []Calls    `json:"calls"`
	Traps    []Trap     `json:"traps"`
	Writable []Variable `json:"writable"`
	Funcs    []Func     `json:"funcs"`
	// Reads are the files, and Folders the folders' lists of names, that all of
	// this was made from, but the inputs themselves; paths are absolute.
	Reads   []string `json:"reads"`
	Folders []Folder `json:"folders"`
	// Declarations and Inputs are hashes of what nearcall takes from the Go
	// files (digest.go).
	Declarations string `json:"declarations"`
	Inputs       string `json:"inputs"`
	// Files are generated Go files that nothing more has to be known for: a test
	// that compares the hashes, Go code for where there is no machine code.
	Files []GenFile `json:"files"`
	// Partial says that a Go file or an input could not be read in full: what
	// seems to be missing may be in it.
	Partial     bool         `json:"partial"`
	Diagnostics []Diagnostic `json:"diagnostics"`
	// Notes are worth knowing, and stop nothing.
	Notes []Diagnostic `json:"notes,omitempty"`
}

// Files is what one pattern of a source or archive directive matched, relative to the package's folder unless the pattern was absolute;
// without what an earlier pattern has matched already.
type Files struct {
	Pos
	Paths []string `json:"paths"`
	Flags []string `json:"flags"` // of the compiler, for these sources alone
}

// Cflag is one compiler flag. A flag that was given as two words ("-I dir") is
// joined ("-Idir"). Relative folders are relative to the package's folder.
type Cflag struct {
	Pos
	Flag string `json:"flag"`
}

// CPULevel is one level to compile for.
type CPULevel struct {
	Pos
	Level string `json:"level"`
}

// Depth is a promised limit of recursion.
type Depth struct {
	Pos
	Symbol string `json:"symbol"`
	Limit  int    `json:"limit"`
}

// GenFile is a generated file, without its first line.
type GenFile struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// Calls promises which C functions one of them calls through pointers.
type Calls struct {
	Pos
	Site    string   `json:"site"`
	Targets []string `json:"targets"`
}

// Variable is a C variable that C may write to, or "*".
type Variable struct {
	Pos
	Name string `json:"name"`
}

// Trap names functions that are cut to a fault; each "*" stands for any characters.
type Trap struct {
	Pos
	Pattern string `json:"pattern"`
}

// Func is one body-less Go function and the C function behind it.
type Func struct {
	Name  string `json:"name"`
	CName string `json:"c_name"`
	Pos          // of the name
	Decl  string `json:"decl"`
	// Build is the //go:build expression of the declaration's file, or "";
	// Built has what the file's name asks for in it, too.
	Build string `json:"build"`
	Built string `json:"built"`
	// Assert is a Go declaration that holds the function to its type, and
	// AssertImports what its file has to import.
	Assert        string   `json:"assert"`
	AssertImports []Import `json:"assert_imports"`
	Blocking      bool     `json:"blocking"`
	// Yield says that C takes a nearcall_guard behind its other parameters.
	Yield bool `json:"yield,omitempty"`
	// Loop is the Go code that calls C in pieces, or again and again; or "".
	Loop    string      `json:"loop,omitempty"`
	CPU     string      `json:"cpu"` // the level that this function may need; "": the package's
	ByLevel []LevelFunc `json:"by_level,omitempty"`
	// Signature is the text after the C name, from its "(" on: reserved.
	Signature string `json:"signature"`
	// ArgsSize counts from 0(FP) to the end of the last result, not rounded
	// up: the A of TEXT's $F-A.
	ArgsSize int64 `json:"args_size"`
	Params   []Var `json:"params"`
	Results  []Var `json:"results"`
}

// LevelFunc is the C function behind a Go function from a level of the package on.
type LevelFunc struct {
	Pos
	Level string `json:"level"`
	CName string `json:"c_name"`
}

// Import is one import. Name is "" where the package's own will do.
type Import struct {
	Name string `json:"name"`
	Path string `json:"path"`
}

// Var is a parameter, a result or a struct field, at its byte offset. For
// parameters and results the name is the one that the assembler and go vet use,
// save where Nameless says that they cannot.
type Var struct {
	Name   string `json:"name"`
	Offset int64  `json:"offset"`
	Type   *Type  `json:"type"`
	// Nameless is for parameters and results alone.
	Nameless bool `json:"nameless,omitempty"`
}

// Type is a Go type as the C side has to see it.
type Type struct {
	Go     string `json:"go"`
	Kind   string `json:"kind"`
	Size   int64  `json:"size"`
	Align  int64  `json:"align"`
	Elem   *Type  `json:"elem,omitempty"`
	Len    *int64 `json:"len,omitempty"`
	Fields *[]Var `json:"fields,omitempty"`
	// Recursive says that the type is not expanded here: it stands inside
	// itself, or too far behind pointers to matter.
	Recursive bool `json:"recursive,omitempty"`
}

// Diagnostic is one problem, and what to do about it.
type Diagnostic struct {
	Pos
	Code    code   `json:"code"`
	Message string `json:"message"`
	Hint    string `json:"hint"`
}

// newPackage returns a Package whose lists are empty rather than null.
func newPackage() *Package {
	return &Package{
		Imports: []string{}, GoFiles: []string{}, AsmFiles: []string{},
		Sources: []Files{}, Archives: []Files{}, Libm: []Files{},
		Cflags: []Cflag{}, CPU: []CPULevel{}, Depths: []Depth{}, Calls: []Calls{}, Traps: []Trap{}, Writable: []Variable{},
		Funcs: []Func{}, Reads: []string{}, Files: []GenFile{}, Folders: []Folder{}, Diagnostics: []Diagnostic{},
	}
}
