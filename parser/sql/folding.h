/* EXECUTE of a text that is put together of literals and what is known only at run time. */
#ifndef STOPGRAPH_SQL_FOLDING_H
#define STOPGRAPH_SQL_FOLDING_H

#include "parser/sql/read.h"

/* The text that the expression gives: literals as they are, a placeholder for everything else; NULL when there is no
 * literal in it. */
const char *folded_text(struct reader *reader, const char *expression);

#endif
