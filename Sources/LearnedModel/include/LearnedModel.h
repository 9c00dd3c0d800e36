#ifndef RUNBOOK_LEARNED_MODEL_H
#define RUNBOOK_LEARNED_MODEL_H

#include <stddef.h>

/* The bytes of learned/model.txt, none where it was not made yet. */
const unsigned char *runbook_learned(size_t *size);

#endif
