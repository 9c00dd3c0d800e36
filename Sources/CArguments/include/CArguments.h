#ifndef CARGUMENTS_H
#define CARGUMENTS_H

/// How many arguments the program was given, and where they are; the first is its own name.
int runbook_argument_count(void);
const char *const *runbook_arguments(void);

#endif
