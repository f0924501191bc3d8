#include "program.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PARTS = 4, PAGE = 4096 };

// From the image's start to the end of the variables behind it.
static uint64_t size_of(const struct image *img)
{
	uint64_t end = img->base + img->size, data = img->data.addr + img->data.size;
	return (img->data.size && data > end ? data : end) - img->base;
}

// Addresses that the program's linker would fill in.
static void fill_in(const struct image *img, uint8_t *bytes, uint64_t size)
{
	for (size_t i = 0; i < img->relocs.n; i++) {
		const struct reloc *r = &img->relocs.v[i];
		uint64_t value = r->value + PROGRAM_SHIFT;
		if (r->dynamic && r->addr >= img->base && r->addr - img->base + sizeof value <= size)
			memcpy(bytes + (r->addr - img->base), &value, sizeof value);
	}
}

static Elf64_Phdr part(uint64_t addr, uint64_t offset, uint64_t file, uint64_t memory, uint32_t flags)
{
	return (Elf64_Phdr){.p_type = PT_LOAD, .p_flags = flags, .p_offset = offset, .p_vaddr = addr, .p_paddr = addr,
	                    .p_filesz = file, .p_memsz = memory, .p_align = PAGE};
}

const uint8_t *program_bytes(struct arena *a, const struct image *img, uint64_t *size)
{
	*size = size_of(img);
	uint8_t *bytes = arena_alloc(a, *size + 1);
	memcpy(bytes, img->bytes, img->size);
	if (img->data.size && img->data_bytes)
		memcpy(bytes + (img->data.addr - img->base), img->data_bytes, img->data.size);
	fill_in(img, bytes, *size);
	return bytes;
}

bool program_write(struct arena *a, const struct image *img, const char *path)
{
	const uint64_t into = img->base % PAGE, at = PAGE;
	uint64_t size;
	const uint8_t *bytes = program_bytes(a, img, &size);
	struct {
		Elf64_Ehdr head;
		Elf64_Phdr parts[PARTS];
		uint32_t end[4];
	} file = {
		.head = {.e_ident = {0x7f, 'E', 'L', 'F', ELFCLASS64, ELFDATA2LSB, EV_CURRENT}, .e_type = ET_EXEC,
		         .e_machine = EM_AARCH64, .e_version = EV_CURRENT, .e_phoff = sizeof(Elf64_Ehdr), .e_phnum = PARTS,
		         .e_ehsize = sizeof(Elf64_Ehdr), .e_phentsize = sizeof(Elf64_Phdr)},
		.end = {0xd4200000, 0xd4200000, 0xd4200000, 0xd4200000}, // brk
	};
	file.head.e_entry = PROGRAM_END + sizeof file - sizeof file.end;
	file.parts[0] = part(PROGRAM_END, 0, sizeof file, sizeof file, PF_R | PF_X);
	file.parts[1] = part(PROGRAM_SHIFT + img->base - into, at, into + size, into + size, PF_R | PF_W | PF_X);
	file.parts[2] = part(PROGRAM_STACK, 0, 0, PROGRAM_STACK_BYTES, PF_R | PF_W);
	file.parts[3] = part(PROGRAM_SCRATCH, 0, 0, PROGRAM_SCRATCH_BYTES, PF_R | PF_W);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0755);
	bool ok = fd >= 0 && pwrite(fd, &file, sizeof file, 0) == sizeof file && pwrite(fd, bytes, size, (off_t)(at + into)) == (ssize_t)size;
	return fd >= 0 && close(fd) == 0 && ok;
}
