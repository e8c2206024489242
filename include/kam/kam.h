/* SPDX-License-Identifier: MIT */
/* All of the library: knowledge, belief, assessment, documents, dialogue. */
#ifndef KAM_KAM_H
#define KAM_KAM_H

#include "kam/assessment.h"
#include "kam/belief.h"
#include "kam/dialogue.h"
#include "kam/document.h"
#include "kam/error.h"
#include "kam/kb.h"
#include "kam/record.h"
#include "kam/report.h"
#include "kam/side.h"
#include "kam/words.h"

#endif
