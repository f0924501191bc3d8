// Assembly passes an address into the middle of a constant's word to what a compiler
// made, which reads words from there and calls them.
typedef unsigned long (*fn)(unsigned long);
static unsigned long one(unsigned long x) { return x + 1; }
static unsigned long two(unsigned long x) { return x + 2; }
__attribute__((used)) static const fn table[4] = {one, two, one, two};

__attribute__((noinline, used)) static unsigned long through(const fn *t, unsigned long i)
{
	return t[i & 1](i) + 1;
}

unsigned long pass(unsigned long x, unsigned long n);
__asm__(".section .text.pass,\"ax\",@progbits\n\t"
        ".globl pass\n\t"
        ".type pass, @function\n"
        "pass:\n\t"
        "leaq table+4(%rip), %rdi\n\t"
        "jmp through\n\t"
        ".size pass, . - pass\n\t"
        ".text");

unsigned long f(unsigned long x, unsigned long n)
{
	return pass(x, n) + 1;
}
