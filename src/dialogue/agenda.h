/* SPDX-License-Identifier: MIT */
/* What comes next in a consultation, derived from the log alone. */
#ifndef KAM_DIALOGUE_AGENDA_H
#define KAM_DIALOGUE_AGENDA_H

#include "dialogue/machine.h"

enum agenda_point {
	AGENDA_QUESTION, /* one that the belief calls for */
	AGENDA_LATER,    /* one that was put off */
	AGENDA_HOMEWORK, /* the demands of the leading stage */
	AGENDA_DECISION, /* whether the account is still worth it */
	AGENDA_REVIEW,   /* answers that do not go together, in D->doubts */
	AGENDA_RESULT,
};

/* The next point, with its screen in *RET unless it is the result; says in D which rule ended the questions. */
enum agenda_point agenda_next(struct kam_dialogue *d, struct screen_ref *ret);

#endif
