/* Regular expressions that a tree brings along: the C library compiles "a++++" or "(((a+)+)+)+" into something that grows twofold
 * with each repetition, and takes exponential time over references to groups. */
#ifndef STOPGRAPH_BASE_PATTERN_H
#define STOPGRAPH_BASE_PATTERN_H

/* NULL when a POSIX extended regular expression may be given to regcomp(); else why not, as a phrase for people. O(length). */
const char *pattern_problem(const char *pattern);

#endif
