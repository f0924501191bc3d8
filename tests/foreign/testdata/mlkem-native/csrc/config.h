// config.h - what mlkem-native asks of its user.
#define MLK_NAMESPACE_PREFIX PQCP_MLKEM_NATIVE_MLKEM768_X86_64
#define MLK_USE_NATIVE_BACKEND_ARITH
#define MLK_ARITH_BACKEND_FILE "native/meta.h"
#define MLK_FIPS202_CUSTOM_HEADER "../integration/liboqs/fips202_glue.h"
#define MLK_FIPS202X4_CUSTOM_HEADER "../integration/liboqs/fips202x4_glue.h"
#if !defined(__ASSEMBLER__)
#include <stddef.h>
#include <stdint.h>
void mlk_randombytes(uint8_t *out, size_t n);
#endif
