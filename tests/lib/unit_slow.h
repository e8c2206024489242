/* SPDX-License-Identifier: MIT */
/* SLOW where a sanitizer watches every access: a test that repeats itself then does so less often. */
#ifndef KAM_TESTS_UNIT_SLOW_H
#define KAM_TESTS_UNIT_SLOW_H

#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define SLOW
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#define SLOW
#endif

#endif
