/* SPDX-License-Identifier: MIT */
/* The place on the plane, and built against lived: inference, section 5. */
#include "inference/belief.h"
#include "util/memory.h"

#include <stdlib.h>
#include <string.h>

void kam_belief_position(struct kam_belief *belief, struct kam_position *ret)
{
	const struct kb_roles *roles = &belief->kb->roles;
	double *joint;
	size_t n;
	double scale;

	memset(ret, 0, sizeof(*ret));
	if (roles->x == KAM_NONE || roles->y == KAM_NONE) {
		return;
	}
	n = belief->kb->variables[roles->x].state_count;
	scale = (double)(n - 1);
	joint = memory_alloc(n * n, sizeof(*joint));
	kam_belief_joint(belief, roles->x, roles->y, joint);
	ret->plane = true;
	for (size_t i = 0; i < n; i++) {
		for (size_t j = 0; j < n; j++) {
			ret->x += joint[i * n + j] * (double)i / scale;
			ret->y += joint[i * n + j] * (double)j / scale;
			ret->built_above_lived += j >= i + 1 ? joint[i * n + j] : 0;
			ret->lived_above_built += i >= j + 1 ? joint[i * n + j] : 0;
		}
	}
	for (size_t i = 0; i < n; i++) {
		for (size_t j = 0; j < n; j++) {
			double dx = (double)i / scale - ret->x;
			double dy = (double)j / scale - ret->y;

			ret->xx += joint[i * n + j] * dx * dx;
			ret->xy += joint[i * n + j] * dx * dy;
			ret->yy += joint[i * n + j] * dy * dy;
		}
	}
	free(joint);
}
