/*
 * What the files of blake3 share: numbers of the specification, and the node of a tree.
 * O'Connor, Aumasson, Neves, Wilcox-O'Hearn: BLAKE3, one function, fast everywhere, 2020.
 */
#ifndef BLAKE3_H
#define BLAKE3_H

#include <stddef.h>
#include <stdint.h>

#define BLOCK 64   /* bytes */
#define CHUNK 1024 /* bytes */
#define VALUE 32   /* bytes of a chaining value */
#define ROUNDS 7

/* Flags of a compression, table 3. */
#define CHUNK_START 1u
#define CHUNK_END 2u
#define PARENT 4u
#define ROOT 8u

#define IV0 0x6a09e667
#define IV1 0xbb67ae85
#define IV2 0x3c6ef372
#define IV3 0xa54ff53a

/*
 * A node of the tree before its compression: that gives a chaining value or, of the root,
 * any number of bytes. Go has it with the same members.
 */
struct node {
	uint32_t value[8], block[16];
	uint64_t counter;
	uint32_t length, flags;
};

#endif
