/* SPDX-License-Identifier: MIT */
#include "util/chance.h"

uint64_t chance_bits(uint64_t *seed)
{
	uint64_t z = *seed += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

double chance_uniform(uint64_t *seed)
{
	return (double)(chance_bits(seed) >> 11) * 0x1p-53;
}

size_t chance_among(double at, const double *p, size_t n)
{
	for (size_t i = 0; i + 1 < n; i++) {
		at -= p[i];
		if (at < 0) {
			return i;
		}
	}
	return n - 1;
}
