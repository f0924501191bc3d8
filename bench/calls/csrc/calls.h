/*
 * calls.h: the functions behind BenchmarkCallOverhead, one for each form of
 * arguments. They do next to nothing, so that what is measured is the call.
 */
#ifndef CALLS_H
#define CALLS_H

#include <stddef.h>
#include <stdint.h>

struct s16 {
	uint64_t a, b;
};

struct s48 {
	uint64_t a, b, c, d, e, f;
};

uint64_t calls_int0(void);
uint64_t calls_int1(uint64_t x);
uint64_t calls_int2(uint64_t x, uint64_t b);
uint64_t calls_int4(uint64_t x, uint64_t b, uint64_t c, uint64_t d);
uint64_t calls_int6(uint64_t x, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f);
uint64_t calls_int8(uint64_t x, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f, uint64_t h, uint64_t i);
uint64_t calls_int12(uint64_t x, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f, uint64_t h, uint64_t i,
                     uint64_t j, uint64_t k, uint64_t l, uint64_t m);
double calls_float1(double x);
double calls_float4(double x, double b, double c, double d);
double calls_float8(double x, double b, double c, double d, double e, double f, double h, double i);
uint64_t calls_slice(const uint64_t *xs, size_t n);
uint64_t calls_struct16(struct s16 s);
uint64_t calls_struct48(struct s48 s);
uint64_t calls_frame(uint64_t x);

#endif
