#ifndef RUNBOOK_CLEARNED_SHIM_H
#define RUNBOOK_CLEARNED_SHIM_H

#include <stddef.h>

/* What the classifier learned of Content/, as `runbook index --learned` writes it. Weak: a program that
   does not link it, or was built before anything was learned, has none. */
__attribute__((weak)) const unsigned char *runbook_learned(size_t *size);

static inline const unsigned char *runbook_learned_if_linked(size_t *size) {
  *size = 0;
  return runbook_learned ? runbook_learned(size) : NULL;
}

#endif
