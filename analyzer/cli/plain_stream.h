/* A stream for text that people read, through which the text of a tree cannot control their terminal. */
#ifndef STOPGRAPH_CLI_PLAIN_STREAM_H
#define STOPGRAPH_CLI_PLAIN_STREAM_H

#include <stdbool.h>
#include <stdio.h>

/* Writes to `under`, with U+FFFD in the place of every control character but tab and newline, of the C1 controls, and
 * of marks that reorder text (Unicode's bidirectional controls). With `colors` the sequences of this program's own
 * styles ("\033[...m") pass. Closing the stream closes `under`, or flushes it when it is a standard stream. NULL when
 * memory or the C library fails; `under` is then as before. */
FILE *plain_stream(FILE *under, bool colors);

#endif
