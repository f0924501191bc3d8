// The library chooses by the CPU, in statics that are made at the first call; here its kernels are named.
#define SIMDUTF_IMPLEMENTATION_FALLBACK 0
#define SIMDUTF_IMPLEMENTATION_ICELAKE 0
#define SIMDUTF_IMPLEMENTATION_WESTMERE 0
#define SIMDUTF_IMPLEMENTATION_HASWELL 1
#include "simdutf.cpp"

extern "C" {

bool valid_utf8(const char *p, size_t n)
{
	return simdutf::haswell::implementation().simdutf::haswell::implementation::validate_utf8(p, n);
}
size_t count_utf8(const char *p, size_t n)
{
	return simdutf::haswell::implementation().simdutf::haswell::implementation::count_utf8(p, n);
}
size_t utf8_to_utf16(const char *p, size_t n, uint16_t *out)
{
	return simdutf::haswell::implementation().simdutf::haswell::implementation::convert_utf8_to_utf16le(p, n, reinterpret_cast<char16_t *>(out));
}
size_t utf16_to_utf8(const uint16_t *p, size_t n, char *out)
{
	return simdutf::haswell::implementation().simdutf::haswell::implementation::convert_utf16le_to_utf8(reinterpret_cast<const char16_t *>(p), n, out);
}

}
