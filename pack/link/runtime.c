#include "link/runtime.h"

#include <string.h>

// What compilers call on their own, and the functions of string.h and math.h that
// they make other such functions of.
static const struct {
	const char *file;
	const char *symbols; // with a blank between; NULL: the file's name is the symbol
} files[] = {
	{"memcpy", NULL},    {"memmove", NULL},   {"memset", NULL},  {"memcmp", NULL},  {"bcmp", NULL},
	{"mempcpy", NULL},   {"memccpy", NULL},   {"bzero", NULL},   {"memchr", NULL},  {"memrchr", NULL},
	{"rawmemchr", NULL}, {"strlen", NULL},    {"strnlen", NULL}, {"strchr", NULL},  {"strchrnul", NULL},
	{"strrchr", NULL},   {"strcmp", NULL},    {"strncmp", NULL}, {"strcpy", NULL},  {"stpcpy", NULL},
	{"strncpy", NULL},   {"stpncpy", NULL},   {"strcat", NULL},  {"strncat", NULL}, {"strspn", NULL},
	{"strcspn", NULL},   {"strpbrk", NULL},   {"abort", NULL},   {"__assert_fail", NULL},
	{"round", "floor ceil trunc rint nearbyint round floorf ceilf truncf rintf nearbyintf roundf"},
	{"minmax", "fmin fmax fminf fmaxf"},
};

// Whether words, with a blank between, has name. A word that ends in * stands for all that begins like it.
static bool has_word(const char *words, const char *name)
{
	size_t n = strlen(name);
	for (const char *w = words; *w; w += strspn(w, " ")) {
		size_t m = strcspn(w, " ");
		if (w[m - 1] == '*' ? n >= m - 1 && strncmp(w, name, m - 1) == 0 : n == m && strncmp(w, name, m) == 0)
			return true;
		w += m;
	}
	return false;
}

const char *runtime_file(const char *symbol)
{
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		if (has_word(files[i].symbols ? files[i].symbols : files[i].file, symbol))
			return files[i].file;
	return NULL;
}

#define STACK_PROTECTOR "is compiled with a stack protector"

// The first row that fits counts.
static const struct {
	enum nc_code code;
	const char *symbols, *what, *hint;
} rows[] = {
	{NC_STACK_PROTECTOR, "__stack_chk_fail", STACK_PROTECTOR,
	 "compile it with -fno-stack-protector: the canary lives in thread-local storage that Go uses for itself"},
	{NC_STACK_PROTECTOR, "__stack_chk_guard", STACK_PROTECTOR, "compile it with -fno-stack-protector"},
	{NC_THREAD_LOCAL, "__tls_get_addr", "uses thread-local data", "goroutines move between threads: pass the state as a parameter"},
	{NC_GOT, "_GLOBAL_OFFSET_TABLE_", "uses the global offset table directly",
	 "compile it with -fPIC and the small code model"},
	{NC_CPU_MODEL, "__cpu_model __cpu_features2 __cpu_indicator_init", "asks for the CPU model at run time",
	 "decide in Go (golang.org/x/sys/cpu) and call one C function per level"},
	{NC_LIBC_MEMORY, "malloc calloc realloc free reallocarray aligned_alloc posix_memalign memalign strdup strndup _Znwm _Znam _ZdlPv "
	 "_ZdaPv _ZdlPvm",
	 NULL,
	 "memory comes from Go: include nearcall_malloc.h, which has malloc in memory that Go passes, or pass a buffer, "
	 "and have the library's own hooks for malloc and free use it"},
	{NC_LIBC_IO, "printf fprintf vprintf vfprintf puts fputs putchar fputc putc fwrite fread fflush fopen fclose perror getc "
	 "fgetc fgets ungetc stdout stderr stdin __printf_chk __fprintf_chk __vfprintf_chk",
	 NULL,
	 "there is no input and output in C here: leave it out (#ifdef, -DNDEBUG), or return what is to be said "
	 "and let Go print it"},
	{NC_LIBC_FORMAT, "snprintf sprintf vsnprintf vsprintf sscanf __snprintf_chk __sprintf_chk __vsnprintf_chk __isoc99_sscanf "
	 "__isoc23_sscanf",
	 NULL,
	 "format in Go, or take the source of a small printf or scanf into //nearcall:source"},
	{NC_LIBC_ERRNO, "__errno_location", "uses errno", "errno is thread-local: return the error, as a result or through a pointer; "
	                                   "-Derrno=NAME makes it a variable of the C code's own"},
	{NC_LIBC_JUMP, "setjmp _setjmp longjmp _longjmp sigsetjmp __sigsetjmp siglongjmp __longjmp_chk", NULL,
	 "a jump out of a call has no bound that can be proven: return an error code instead"},
	{NC_LIBC_THREADS, "pthread_* sem_* mtx_* cnd_* thrd_* call_once", NULL,
	 "there are no threads in C here: build it for one thread, lock in Go (sync.Mutex), and start goroutines there; "
	 "C's atomics work"},
	{NC_LIBC_CTYPE, "__ctype_b_loc __ctype_tolower_loc __ctype_toupper_loc isalpha isdigit isalnum isspace isupper islower isxdigit "
	 "isprint ispunct iscntrl isgraph tolower toupper",
	 NULL,
	 "ctype.h asks the locale: compare the bytes (c >= '0' && c <= '9'), as static functions in a header of yours"},
	{NC_LIBC_EXIT, "exit _exit _Exit quick_exit __assert", NULL, "C cannot end the program: abort() is a panic in Go, or return an error"},
	{NC_LIBC_SYSTEM, "time clock gettimeofday clock_gettime getenv read write open close mmap munmap getrandom rand random srand", NULL,
	 "there is no operating system in C here: ask it in Go, and pass the answer as a parameter"},
	{NC_LIBC_OTHER, "strtol strtoul strtoll strtoull strtod strtof atoi atol atof qsort bsearch strstr memmem strtok strtok_r "
	 "strcasecmp strncasecmp strsep strerror",
	 NULL,
	 "csrc/rt has what compilers call themselves, and not this one: do it in Go, or take its source (musl's, for "
	 "instance) into //nearcall:source"},
	{NC_LIBC_FORTIFY, "__memcpy_chk __memmove_chk __memset_chk __strcpy_chk __strcat_chk __strncpy_chk", NULL,
	 "compile it with -U_FORTIFY_SOURCE"},
	{NC_CXX_RUNTIME, "__cxa_* __gxx_personality_v0 _Unwind_* _ZSt* __cxxabiv1*", NULL,
	 "C++ without its library: compile with -fno-exceptions -fno-rtti -fno-threadsafe-statics, and use headers alone"},
	{NC_INSTRUMENTED, "__asan_* __ubsan_* __tsan_* __msan_* __sanitizer_* __gcov_* __llvm_prof* __cyg_profile_func_*", NULL,
	 "compile it without sanitizers, coverage and profiling: they need a library"},
	{NC_OPENMP, "GOMP_* omp_* __kmpc_*", NULL, "compile it without -fopenmp, and let goroutines share the work"},
};

static const char *const math_functions =
	"sin cos tan asin acos atan atan2 sinh cosh tanh asinh acosh atanh exp exp2 exp10 expm1 log log2 log10 log1p pow "
	"sqrt cbrt hypot fmod remainder remquo fma fdim modf frexp ldexp scalbn scalbln ilogb logb nextafter nexttoward "
	"erf erfc tgamma lgamma lgamma_r j0 j1 jn y0 y1 yn sincos lround llround lrint llrint roundeven nan significand "
	"drem __powidf2 __powisf2";

static bool is_math(const char *symbol)
{
	char base[16];
	size_t n = strlen(symbol);
	if (has_word(math_functions, symbol))
		return true;
	if (n < 2 || n > sizeof base || (symbol[n - 1] != 'f' && symbol[n - 1] != 'l'))
		return false;
	memcpy(base, symbol, n - 1);
	base[n - 1] = 0;
	return has_word(math_functions, base);
}

struct missing missing_explain(const char *symbol)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (has_word(rows[i].symbols, symbol))
			return (struct missing){rows[i].code, rows[i].what, rows[i].hint};
	if (is_math(symbol))
		return (struct missing){NC_MATH, NULL, "take it from musl's sources (apt-get source musl, or musl-libc's own release): put them "
		                              "into a folder of the package, and write //nearcall:libm FOLDER/src/math"};
	return (struct missing){NC_UNDEFINED, NULL, "there is no libc on this side of the call: define it in the package's C files, "
	                              "or do without it"};
}
