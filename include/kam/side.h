/* SPDX-License-Identifier: MIT */
/* Whose view an answer is. */
#ifndef KAM_SIDE_H
#define KAM_SIDE_H

enum kam_side { KAM_OWN, KAM_CUSTOMER };

#endif
