/* What a change of a few migrations can reach, so that the rest of the tree need not be read to see what it does.
 *
 *     reach_keep(&base_analysis, file, &key);                        // once: what touches what at the base
 *
 *     struct reach *reach = reach_new(&(struct reach_request){...}); // NULL: nothing was kept
 *     if (reach && reach_analyse(reach, &now, &options))
 *             ... now.result has every finding with a changed migration in its chain ...
 *
 * Findings come of what migrations and jobs do to the same table, or of what migrations do to the same job. The *core* are
 * names of tables and classes: those that a changed migration touches, by any name that a table has, and those that its
 * jobs touch. About the core everything is known: each migration that touches a name of it is read, each job that does is
 * evaluated, and the dumps' part about each of its tables is there. Of all other migrations only the place in the order
 * and what they do to jobs is known, which was kept. A reading that asked about other names than those of the core is
 * taken as it was at the base; one that is made anew and asks for more enlarges the core.
 *
 * What is outside can make findings that the whole tree does not have (a trigger seems to be there that was dropped), but
 * takes none away that the change has made: silence is proven, and whoever gets findings analyses the whole tree. */
#ifndef STOPGRAPH_REACH_H
#define STOPGRAPH_REACH_H

#include "analyzer/cache/contents.h"

struct analysis;
struct analysis_options;
struct kept_reach;
struct reach;

/* Keeps what touches what after `base` ran to its graph. Nothing is kept of a tree that cannot be used so: one of SQL files,
 * or one read without a cache. */
void reach_keep(struct analysis *base, struct cache_file *file, const struct cache_key *key);

/* The same, for as long as `base` lives; NULL. */
const struct kept_reach *reach_index(struct analysis *base);

struct reach_request {
	struct arena *arena;
	const struct kept_reach *index; /* of the base; NULL: what is kept in `file` under `key` */
	struct cache_file *file;
	const struct cache_key *key;
	struct contents *contents;   /* of the tree now */
	const struct names *changed; /* paths of migrations that are new or not as at the base */
};

/* NULL when nothing is kept. Everything is borrowed. */
struct reach *reach_new(const struct reach_request *request);

/* Runs `now`, which has listed its inputs, up to its findings, with a larger core each time that something was missing.
 * True when nothing is in the end; the coverage is then that of the whole tree. Otherwise `now` is as it was before. */
bool reach_analyse(struct reach *reach, struct analysis *now, const struct analysis_options *options);

/* --- for the scan --- */

/* What is known of a migration instead; NULL: it is to be read. */
const struct kept_migration *reach_outside(const struct reach *reach, const char *path);
/* The digest of the reading that counts where questions cannot be asked; 0: none. */
uint64_t reach_digest(const struct reach *reach, const char *path);
uint64_t reach_job_digest(const struct reach *reach, const char *key);
/* Is a job of that class to be evaluated? */
bool reach_has_job(const struct reach *reach, const char *class_name);

/* Is everything known about what bears the name? */
bool reach_knows(const struct reach *reach, const char *name);
/* Somebody needs to know. NULL: about everything. */
void reach_miss(struct reach *reach, const char *name);

/* What the files that declare say, which no change of migrations alters; NULL: they are to be read. */
const struct kept_declared *reach_declared(const struct reach *reach);

/* The tables whose parts of the dumps are to be read. */
const struct names *reach_tables(struct reach *reach);

#endif
