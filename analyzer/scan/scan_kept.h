/* What a scan that used the cache knows about its readings, for whoever wants to do with less of them the next time. */
#ifndef STOPGRAPH_SCAN_KEPT_H
#define STOPGRAPH_SCAN_KEPT_H

#include "analyzer/cache/questions.h"
#include "analyzer/scan/scan.h"

/* One question for what a job does, and the answer. */
struct job_answer {
	const char *key;                   /* of all four texts */
	const char *texts[4];              /* class, table, column, arguments; each may be NULL */
	const struct job_reading *reading; /* NULL: there is no such class */
	uint64_t digest;                   /* of the reading; 0: it was not kept */
};

struct job_answers {
	VEC(struct job_answer *) list; /* in the order of asking */
};

/* The digest of the reading of a migration that is in use, and what was asked for it; 0: it is not kept. */
uint64_t scan_asked_of_migration(struct scan *scan, struct arena *arena, const char *path, struct kept_questions *out);
/* The same of a job. */
uint64_t scan_asked_of_job(struct scan *scan, struct arena *arena, const struct job_answer *answer,
			   struct kept_questions *out);
/* Never NULL. */
const struct job_answers *scan_job_answers(const struct scan *scan);

/* Can the files that declare (dictionaries, models and the like) be left alone as long as they stay the same? Not when
 * something is said about one of them, or one holds comments for the program. */
bool scan_declares_silently(const struct scan *scan);

/* Keeps what the dumps of the schema say, each table by itself, and lists those tables in `out`, sorted, in the arena of
 * the scan. False when that cannot be. */
bool scan_keep_dump_parts(struct scan *scan, struct names *out);

#endif
