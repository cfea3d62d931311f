/* Statements that were read before: two dumps of one schema hold mostly the same text, which need not be parsed twice.
 *
 * Only for whole sources (text_is_source) without a catalog, so that equal text means equal effects. */
#ifndef STOPGRAPH_SQL_MEMO_H
#define STOPGRAPH_SQL_MEMO_H

#include "analyzer/model/effect.h"

struct sql_memo;

/* The effects of a known statement, appended to `out`, which lives in `arena`, at `location`; false when the text is not known. */
bool memo_recall(const struct sql_memo *memo, const char *text, size_t length, struct location location,
		 struct arena *arena, struct effects *out);

/* Keeps what a statement gave: the effects of `from` from index `first` on. `text` and `from` are borrowed and must
 * stay. */
void memo_keep(struct sql_memo *memo, const char *text, size_t length, const struct effects *from, size_t first);

#endif
