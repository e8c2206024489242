/* SPDX-License-Identifier: MIT */
/* Chance that comes out the same everywhere: splitmix64 (Steele, Lea & Flood 2014). A seed is any number; drawing moves it on. */
#ifndef KAM_UTIL_CHANCE_H
#define KAM_UTIL_CHANCE_H

#include <stddef.h>
#include <stdint.h>

uint64_t chance_bits(uint64_t *seed);
/* In [0, 1). */
double chance_uniform(uint64_t *seed);
/* Where AT in [0, 1) falls among N probabilities that sum to 1; what rounding leaves over is the last's. */
size_t chance_among(double at, const double *p, size_t n);

#endif
