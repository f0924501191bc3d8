# What musl's Makefile does first.
mkdir -p include/bits
sed -f up/tools/mkalltypes.sed up/arch/x86_64/bits/alltypes.h.in up/include/alltypes.h.in >include/bits/alltypes.h
