unsigned long sum_u64(const unsigned long *p, unsigned long n);
