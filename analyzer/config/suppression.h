/* What people have decided not to act on: a comment at the place, or an entry of the configuration.
 *
 *     remove_column :notes, :state # stopgraph:disable implicit-stop -- the table is empty everywhere until 18.11
 *
 * In Ruby and YAML the comment begins with '#', in SQL with '--' (in SQL inside Ruby with either). Behind code it is
 * about that line; alone on a line it is about the next line of code; before the first line of code of a file it is
 * about the whole file. Several rules are separated by commas. The reason is mandatory. "until R" at its end names the
 * last release in which it holds.
 *
 * What is suppressed stays in the result and says why; rules about suppressions (rules/suppressions.c) report those
 * that have expired, that suppress nothing, or that cannot be understood. */
#ifndef STOPGRAPH_SUPPRESSION_H
#define STOPGRAPH_SUPPRESSION_H

#include "analyzer/finding.h"

struct suppression {
	const char *rule;       /* NULL: every rule (ignored tables only) */
	const char *reason;     /* NULL: none was given */
	const char *until_text; /* as written, NULL: for ever */
	struct release until;
	struct location location; /* of the comment, or of the entry */
	bool in_source;
	const char *invalid; /* why it cannot be used, NULL when it can */
	bool is_used;        /* it has suppressed something */
	/* what it is about; all that is given must agree */
	const struct source *source; /* comment: this file */
	uint32_t line;               /* comment: this line; 0: the whole file */
	const char *path;            /* entry: pattern of paths, `*` stands for anything; NULL: any */
	const char *job;             /* entry: class; NULL: any */
	const char *fingerprint;     /* entry; NULL: any */
	const char *table;           /* ignored table; NULL: any */
};

struct suppressions {
	struct suppression *items;
	size_t count;
	size_t capacity;
};

/* Appends the comments of a source. Cheap for the many files that have none. Lives in `arena`. */
void suppressions_find(struct arena *arena, const struct source *source, struct suppressions *out);

/* All of a run: the comments of `sources` by path, each file once (what was not read so far is known to hold none),
 * then copies of the entries of a configuration. */
void suppressions_collect(struct arena *arena, const struct source *const *sources, size_t count,
			  const struct suppressions *entries, struct suppressions *out);

/* Reads "until" (may be NULL) and looks at what is missing; sets `invalid`. Both kinds of suppression pass here. */
void suppression_check(struct arena *arena, struct suppression *suppression);

/* Is it over in `release`? False while either is not known. */
bool suppression_has_expired(const struct suppression *suppression, struct release release);

/* Marks what is suppressed in a list of findings, and the suppressions that were used. The first that fits counts. */
void suppressions_apply(struct arena *arena, struct suppressions *suppressions, struct release release,
			struct finding *findings, size_t count);

#endif
