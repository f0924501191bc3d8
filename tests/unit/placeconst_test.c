/*
 * placeconst_test: where pack/place.h puts constants and jump tables, and what
 * refers to them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "placecheck.h"
#include "placing.h"

// Constants behind the code: [start, end) of each, from the first one's start.
static struct placement place_with(struct proving *p, const struct input_section *constants, size_t n)
{
	placing_section(p, p->img.base, p->img.text_end, 16, 0);
	for (size_t i = 0; i < n; i++)
		placing_section(p, p->img.text_end + constants[i].start, p->img.text_end + constants[i].end, constants[i].align,
		            constants[i].entry);
	struct placement out = placing_run(p);
	assert_null(out.opaque);
	assert_null(place_check(p->arena, &p->img, &p->proof, &out));
	return out;
}

static const struct op *op_at(const struct placement *p, int text, uint64_t addr)
{
	for (size_t i = 0; i < p->texts.v[text].ops.n; i++)
		if (p->texts.v[text].ops.v[i].addr == addr && p->texts.v[text].ops.v[i].kind != OP_GOTO)
			return &p->texts.v[text].ops.v[i];
	fail_msg("there is no instruction at 0x%llx", (unsigned long long)addr);
	return NULL;
}

// addr32: relative to the instruction pointer as well.
static void test_eip(void **state)
{
	static const char code[] = "\x67\x8b\x05\x01\x00\x00\x00" /* f: mov eax,[eip+1] = 1008 */
	                           "\xc3" /* ret */;
	static const struct code_symbol symbols[5] = {{"f", 0, 8}};
	static const struct input_section whole = {0, 8, 4, 0};
	(void)state;
	struct proving *p = proving_new(CODE(code), symbols, "\1\2\3\4\5\6\7\10", 8);
	struct placement out = place_with(p, &whole, 1);
	assert_int_equal(out.texts.v[0].copies.n, 1);
	proving_free(p);
}

// Each text has its own copies of the constants that it reads, and no others.
static void test_small_constants(void **state)
{
	static const char code[] = "\x48\x83\xec\x08" /* f: sub rsp,0x8 */
	                           "\xf2\x0f\x59\x05\x1b\x00\x00\x00" /* mulsd xmm0,[1027] */
	                           "\xe8\x05\x00\x00\x00" /* call 1016 */
	                           "\x48\x83\xc4\x08" /* add rsp,0x8 */
	                           "\xc3" /* ret */
	                           "\xf2\x0f\x59\x05\x09\x00\x00\x00" /* g: mulsd xmm0,[1027] */
	                           "\xf2\x0f\x58\x05\x09\x00\x00\x00" /* addsd xmm0,[102f] */
	                           "\xc3" /* ret */;
	static const char constants[] = "\x00\x00\x00\x00\x00\x00\xf0\x3f\x00\x00\x00\x00\x00\x00\x00\x40";
	static const struct code_symbol symbols[5] = {{"f", 0, 22}, {"g", 22, 17}};
	static const struct input_section whole = {0, 16, 16, 0}, merged = {0, 16, 16, 8};
	(void)state;
	struct proving *p = proving_new(CODE(code), symbols, constants, 16);
	struct placement out = place_with(p, &whole, 1);
	assert_string_equal(placing_render(p->arena, &out), "f abcab | g bbb");
	assert_int_equal(out.texts.v[0].copies.n, 1);
	assert_int_equal(place_operand(&out, 0, op_at(&out, 0, 0x1004)), 32); // 22 bytes of code
	assert_int_equal(place_operand(&out, 1, op_at(&out, 1, 0x1016)), 32); // 17
	assert_int_equal(place_operand(&out, 1, op_at(&out, 1, 0x101e)), 32 + 8);
	proving_free(p);

	p = proving_new(CODE(code), symbols, constants, 16);
	out = place_with(p, &merged, 1);
	assert_int_equal(out.constants.n, 2);
	assert_int_equal(out.texts.v[0].copies.n, 1); // f reads the first only
	assert_int_equal(out.texts.v[1].copies.n, 2);
	assert_int_equal(place_operand(&out, 1, op_at(&out, 1, 0x101e)), 48);
	assert_int_equal(out.texts.v[1].size, 56);
	proving_free(p);
}

// The operand is `table - 4`, which lies in what the linker put in front: a
// constant, one of merged constants, or the code.
static void test_outside_of_its_constant(void **state)
{
	static const char code[] = "\x48\x8d\x05\x18\x00\x00\x00" /* f: lea rax,[101f] */
	                           "\x8b\x04\xb8" /* mov eax,[rax+rdi*4] */
	                           "\xf2\x0f\x59\x05\x09\x00\x00\x00" /* mulsd xmm0,[101b] */
	                           "\xc3" /* ret */;
	static const char constants[32] = "\x00\x00\x00\x00\x00\x00\xf0\x3f\x00\x00\x00\x00\x00\x00\x00\x40\x00\x01\x02\x03";
	static const struct code_symbol symbols[5] = {{"f", 0, 19}};
	(void)state;
	for (uint64_t entry = 0; entry <= 8; entry += 8) {
		struct input_section sections[] = {{0, 16, 8, entry}, {16, 32, 16, 0}};
		struct proving *p = proving_new(CODE(code), symbols, constants, sizeof constants);
		placing_reloc(p, 0x1003, 0x1023);
		placing_reloc(p, 0x100e, 0x1013);
		struct placement out = place_with(p, sections, 2);
		assert_int_equal(out.texts.v[0].copies.n, 2);
		const struct op *lea = op_at(&out, 0, 0x1000), *mul = op_at(&out, 0, 0x100a);
		assert_int_equal(out.constants.v[lea->ref.constant].start, 0x1023);
		assert_int_equal(place_operand(&out, 0, lea), 32 - 4); // the first copy: 19 bytes of code, aligned
		assert_int_equal(out.constants.v[mul->ref.constant].start, entry ? 0x101b : 0x1013);
		assert_int_equal(place_operand(&out, 0, mul), entry ? 48 : 48 + 8);
		proving_free(p);
	}
	struct proving *p = proving_new(CODE(code), symbols, constants, sizeof constants);
	struct input_section second = {8, 32, 16, 0};
	p->bytes[3] = 0x08; // lea rax,[100f]
	placing_reloc(p, 0x1003, 0x101b);
	struct placement out = place_with(p, &second, 1);
	assert_int_equal(place_operand(&out, 0, op_at(&out, 0, 0x1000)), 32 - 12);
	proving_free(p);
}

static const char large_code[] = "\x48\x8d\x05\x14\x00\x00\x00" /* f: lea rax,[101b] */
                                 "\x8b\x04\xb8" /* mov eax,[rax+rdi*4] */
                                 "\xe8\x01\x00\x00\x00" /* call 1010 */
                                 "\xc3" /* ret */
                                 "\x48\x8d\x0d\x00\x00\x00\x00" /* g: lea rcx,[1017] */
                                 "\x8b\x04\xb9" /* mov eax,[rcx+rdi*4] */
                                 "\xc3" /* ret */;

static struct proving *large_image(size_t constants)
{
	static const char zeros[1024];
	static const struct code_symbol symbols[5] = {{"f", 0, 16}, {"g", 16, 11}};
	struct proving *p = proving_new(CODE(large_code), symbols, zeros, constants);
	VEC_PUSH(p->arena, &p->img.symbols, (struct symbol){.name = "table.0", .addr = p->img.text_end, .size = constants});
	placing_reloc(p, 0x1003, p->img.text_end);
	placing_reloc(p, 0x1013, p->img.text_end);
	return p;
}

static void read_in_g(struct proving *p)
{
	memcpy(p->bytes + 0x10, "\x8b\x0d\x05\x00\x00\x00\x90", 7); // g: mov ecx,[101b]; nop
	p->img.relocs.v[1].addr--;
}

static void test_large_constants(void **state)
{
	static const struct input_section most = {0, 512, 32, 0}, more = {0, 516, 32, 0};
	(void)state;
	struct proving *p = large_image(512);
	read_in_g(p);
	struct placement out = place_with(p, &most, 1);
	assert_string_equal(placing_render(p->arena, &out), "f bbcb | g bbbb"); // copied
	proving_free(p);

	p = large_image(516);
	out = place_with(p, &more, 1);
	assert_string_equal(placing_render(p->arena, &out), "f lbcb | g lbb | table\302\267""0 "); // shared
	assert_int_equal(out.texts.v[0].copies.n + out.texts.v[1].copies.n, 0);
	assert_int_equal(place_operand(&out, 2, op_at(&out, 0, 0x1000)), 0);
	assert_int_equal(place_operand(&out, 2, op_at(&out, 1, 0x1010)), -4);
	proving_free(p);

	p = large_image(516);
	read_in_g(p);
	out = place_with(p, &more, 1);
	assert_string_equal(placing_render(p->arena, &out), "f bbbbbbbb"); // read where it is: f and g are joined
	assert_string_equal(out.texts.v[0].why, "f shares constants with g");
	proving_free(p);

	p = large_image(516);
	memcpy(p->bytes + 0x10, "\x48\xc7\xc1\x00\x00\x00\x00", 7); // g: mov rcx,0
	p->img.relocs.n = 1;
	out = place_with(p, &more, 1);
	assert_string_equal(placing_render(p->arena, &out), "f bbcb | g bbb"); // f's own
	assert_int_equal(out.texts.v[0].copies.n, 1);
	proving_free(p);
}

// Pointers to one constant are equal, whichever function made them.
static void test_one_address(void **state)
{
	static const char code[] = "\x48\x8d\x3d\x22\x00\x00\x00" /* f: lea rdi,[1029] */
	                           "\xe8\x05\x00\x00\x00" /* call 1011 */
	                           "\xe9\x11\x00\x00\x00" /* jmp 1022 */
	                           "\x48\x8d\x05\x19\x00\x00\x00" /* g: lea rax,[1031] */
	                           "\x48\x29\xf8" /* sub rax,rdi */
	                           "\x03\x05\x08\x00\x00\x00" /* add eax,[1029] */
	                           "\xc3" /* ret */
	                           "\x8b\x05\x05\x00\x00\x00" /* h: mov eax,[102d] */
	                           "\xc3" /* ret */;
	static const struct code_symbol symbols[5] = {{"f", 0, 17}, {"g", 17, 17}, {"h", 34, 7}};
	static const struct input_section whole = {0, 8, 4, 0};
	(void)state;
	struct proving *p = proving_new(CODE(code), symbols, "\1\2\3\4\5\6\7\10", 8);
	placing_reloc(p, 0x1014, 0x1029); // its end
	struct placement out = place_with(p, &whole, 1);
	assert_string_equal(placing_render(p->arena, &out), "f lcj | g lbbb | h bb | constants ");
	assert_int_equal(place_operand(&out, 3, op_at(&out, 0, 0x1000)), 0);
	assert_int_equal(place_operand(&out, 3, op_at(&out, 1, 0x1011)), 8);
	assert_int_equal(out.texts.v[0].copies.n, 0); // what is only read, is a copy
	assert_int_equal(place_operand(&out, 1, op_at(&out, 1, 0x101b)), 20);
	assert_int_equal(place_operand(&out, 2, op_at(&out, 2, 0x1022)), 8 + 4);
	proving_free(p);

	// cmd/asm has no spelling of this lea that is as long
	static const char narrow[] = "\x48\x8d\x3d\x0d\x00\x00\x00" /* f: lea rdi,[1014] */
	                             "\xe8\x01\x00\x00\x00" /* call 100d */
	                             "\xc3" /* ret */
	                             "\x8d\x05\x01\x00\x00\x00" /* g: lea eax,[1014] */
	                             "\xc3" /* ret */;
	static const struct code_symbol two[5] = {{"f", 0, 13}, {"g", 13, 7}};
	p = proving_new(CODE(narrow), two, "\1\2\3\4\5\6\7\10", 8);
	out = place_with(p, &whole, 1);
	assert_string_equal(placing_render(p->arena, &out), "f bbbbb");
	assert_string_equal(out.texts.v[0].why, "f shares constants with g");
	proving_free(p);
}

static int32_t element(struct proving *p, const struct placement *out, int text, uint64_t addr)
{
	int32_t v = 0x7ead;
	assert_true(place_table_element(out, &p->img, &p->proof.flow, text, addr, &v));
	return v;
}

static void test_jump_table(void **state)
{
	static const char code[] = "\x89\xff" /* f: mov edi,edi */
	                           "\x83\xff\x03" /* cmp edi,0x3 */
	                           "\x77\x16" /* ja 101d */
	                           "\x48\x8d\x15\x1c\x00\x00\x00" /* lea rdx,[102a] */
	                           "\x48\x63\x04\xba" /* movsxd rax,[rdx+rdi*4] */
	                           "\x48\x01\xd0" /* add rax,rdx */
	                           "\xff\xe0" /* jmp rax */
	                           "\xb8\x01\x00\x00\x00" /* 1017: mov eax,0x1 */
	                           "\xc3" /* ret */
	                           "\xe8\x07\x00\x00\x00" /* 101d: call 1029 */
	                           "\xc3" /* ret */
	                           "\xb8\x03\x00\x00\x00" /* 1023: mov eax,0x3 */
	                           "\xc3" /* ret */
	                           "\xc3" /* g: ret */;
	static const char table[] = "\xed\xff\xff\xff\xf3\xff\xff\xff\xf9\xff\xff\xff\xf3\xff\xff\xff";
	static const struct code_symbol symbols[5] = {{"f", 0, 41}, {"g", 41, 1}};
	static const struct input_section whole = {0, 16, 4, 0};
	(void)state;
	struct proving *p = proving_new(CODE(code), symbols, table, 16);
	for (uint64_t at = 0x102a; at < 0x103a; at += 4)
		placing_reloc(p, at, CODE_BASE);
	struct placement out = place_with(p, &whole, 1);
	assert_string_equal(placing_render(p->arena, &out), "f bbbbbbbbbcbbb | g b");
	assert_int_equal(place_operand(&out, 0, op_at(&out, 0, 0x1007)), 44); // three bytes of padding
	assert_int_equal(element(p, &out, 0, 0x102a), 0x17 - 44);
	assert_int_equal(element(p, &out, 0, 0x1032), 0x23 - 44);
	proving_free(p);

	// g reads the table as well: it has to be where f is
	static const char two[] = "\x83\xe7\x01" /* f: and edi,0x1 */
	                          "\x48\x8d\x15\x17\x00\x00\x00" /* lea rdx,[1021] */
	                          "\x48\x63\x04\xba" /* movsxd rax,[rdx+rdi*4] */
	                          "\x48\x01\xd0" /* add rax,rdx */
	                          "\xff\xe0" /* jmp rax */
	                          "\xc3" /* 1013: ret */
	                          "\xe8\x01\x00\x00\x00" /* 1014: call 101a */
	                          "\xc3" /* ret */
	                          "\x8b\x05\x09\x00\x00\x00" /* g: mov eax,[1029] */
	                          "\xc3" /* ret */;
	static const struct code_symbol both[5] = {{"f", 0, 26}, {"g", 26, 7}};
	static const struct input_section short_one = {0, 12, 4, 0};
	p = proving_new(CODE(two), both, "\xf2\xff\xff\xff\xf3\xff\xff\xff\x07\x00\x00\x00", 12);
	placing_reloc(p, 0x1021, CODE_BASE);
	placing_reloc(p, 0x1025, CODE_BASE);
	out = place_with(p, &short_one, 1);
	assert_string_equal(out.texts.v[0].why, "f shares constants with g");
	assert_int_equal(element(p, &out, 0, 0x1025), 0x14 - 36);
	int32_t v;
	assert_false(place_table_element(&out, &p->img, &p->proof.flow, 0, 0x1029, &v));
	proving_free(p);
}

// A constant that holds its distance from another, which alignment changes.
static void test_constant_of_distances(void **state)
{
	static const char code[] = "\x48\x8d\x05\x13\x00\x00\x00" /* f: lea rax,[101a] */
	                           "\x48\x63\x08" /* movsxd rcx,[rax] */
	                           "\x48\x01\xc8" /* add rax,rcx */
	                           "\xe8\x01\x00\x00\x00" /* call 1013 */
	                           "\xc3" /* ret */
	                           "\x8b\x05\x05\x00\x00\x00" /* g: mov eax,[101e] */
	                           "\xc3" /* ret */;
	static const char constants[28] = "\x0c\x00\x00\x00\x05\x00\x00\x00\xff";
	static const struct code_symbol symbols[5] = {{"f", 0, 19}, {"g", 19, 7}};
	static const struct input_section sections[] = {{0, 12, 4, 0}, {12, 28, 64, 0}};
	(void)state;
	struct proving *p = proving_new(CODE(code), symbols, constants, sizeof constants);
	placing_reloc(p, 0x101a, 0x1026);
	struct placement out = place_with(p, sections, 2);
	assert_string_equal(placing_render(p->arena, &out), "f bbbcb | g bb");
	assert_int_equal(element(p, &out, 0, 0x101a), 64 - 20); // code of 19 bytes
	assert_int_equal(element(p, &out, 1, 0x101a), 64 - 8);  // of 7
	proving_free(p);

	p = proving_new(CODE(code), symbols, constants, sizeof constants);
	placing_section(p, CODE_BASE, 0x101a, 16, 0);
	placing_section(p, 0x101a, 0x1036, 4, 0);
	placing_reloc(p, 0x101a, 0x1026);
	p->img.relocs.v[0].type = R_X86_64_64;
	assert_string_equal(placing_run(p).opaque, "a constant holds offsets that nearcall does not follow");
	proving_free(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_eip),
		cmocka_unit_test(test_small_constants),
		cmocka_unit_test(test_outside_of_its_constant),
		cmocka_unit_test(test_large_constants),
		cmocka_unit_test(test_one_address),
		cmocka_unit_test(test_jump_table),
		cmocka_unit_test(test_constant_of_distances),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
