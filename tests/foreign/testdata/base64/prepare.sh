# What base64's Makefile writes, of a machine without SIMD.
mkdir -p include
for arch in SSSE3 SSE41 SSE42 AVX AVX2 AVX512 NEON32 NEON64; do echo "#define HAVE_$arch 0"; done >include/config.h
