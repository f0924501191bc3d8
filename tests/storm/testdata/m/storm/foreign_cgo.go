//go:build cgo

package main

/*
#include <pthread.h>
#include <stdint.h>

void called_back(uint64_t seed);

static void *thread(void *seed)
{
	for (int i = 0; i < 20; i++)
		called_back((uint64_t)(uintptr_t)seed + (uint64_t)i);
	return 0;
}

// Runs n threads of C's own to their end; each calls Go.
static int threads(int n, uint64_t seed)
{
	pthread_t all[16];
	for (int i = 0; i < n; i++)
		if (pthread_create(&all[i], 0, thread, (void *)(uintptr_t)(seed + 1000 * (uint64_t)i)))
			return -1;
	for (int i = 0; i < n; i++)
		pthread_join(all[i], 0);
	return 0;
}
*/
import "C"

import "math/rand/v2"

var foreign = func(r *rand.Rand) {
	if C.threads(C.int(1+r.IntN(8)), C.uint64_t(r.Uint64())) != 0 {
		fail("no thread can be made")
	}
}

//export called_back
func called_back(seed C.uint64_t) {
	job(rand.New(rand.NewPCG(uint64(seed), 5)))
	counts.foreign.Add(1)
}
