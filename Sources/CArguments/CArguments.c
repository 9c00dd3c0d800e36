#include "CArguments.h"

#include <stdlib.h>
#include <unistd.h>

static int count;
static const char *const *arguments;

// The C library hands them to what runs before main. Swift reads them from /proc, which a chroot and
// some sandboxes do not have: there a command with arguments would look like one without.
__attribute__((constructor(101))) static void keep(int argc, char **argv, char **environment) {
  (void)environment;
  count = argc;
  arguments = (const char *const *)argv;
#ifdef __linux__
  // The runtime of Swift looks for its own place before main, and ends the program where it finds none;
  // it takes this variable for it. Nothing is read from there.
  if (access("/proc/self/exe", F_OK) != 0) setenv("SWIFT_ROOT", "/", 0);
#endif
}

int runbook_argument_count(void) { return count; }

const char *const *runbook_arguments(void) { return arguments; }
