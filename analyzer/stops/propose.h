/* The proposal of a stop: what asks for it, its entry in upgrade_path.yml, and the squash that goes with it.
 *
 *     struct proposal proposal;
 *     const char *problem = propose_stop(arena, &calendar, release, &proposal);
 *     const char *edited = propose_entry(arena, file, release);
 */
#ifndef STOPGRAPH_PROPOSE_H
#define STOPGRAPH_PROPOSE_H

#include "analyzer/stops/stops.h"

/* A job that keeps migrations from being squashed: queued there, and no gate that completes it. */
struct squash_block {
	const struct job *job;
	const struct job_run *run;
};

struct proposal {
	struct release release;
	bool is_declared; /* the file has it already */
	bool is_scheduled;
	int published;                        /* day of the release as YYYYMMDD, 0: not known */
	int deadline;                         /* ten days before */
	struct edges needs;                   /* dependencies of the tree that no other required stop protects */
	struct release next_stop;             /* the first required or scheduled stop after it */
	VEC(struct squash_block) open;        /* jobs queued up to it without a gate: their gates can follow the stop */
	struct release squash_to;             /* two scheduled stops earlier; major 0: not known */
	VEC(const struct migration *) squash; /* migrations up to there, in order */
	VEC(struct squash_block) blocks;      /* jobs among them that nothing finalizes before the stop */
	const char *first_kept;               /* version of the first migration that stays, NULL */
	const struct migration
		*initial; /* the one that makes the schema of an earlier squash; NULL: none. Not in squash */
	const char
		*schema_version;   /* that it can have afterwards: the last one squashed below first_kept; NULL: none */
	const char *last_squashed; /* and of the last one that goes; a later one than first_kept is worth a warning */
};

/* Until when changes that need a stop are to be named: ten days before its release is published. Both are YYYYMMDD, 0
 * when not known. */
int stop_deadline(int published);

/* NULL, or why such a stop cannot be proposed. */
const char *propose_stop(struct arena *arena, const struct stop_calendar *calendar, struct release release,
			 struct proposal *out);

/* upgrade_path.yml with an entry for `release` in its place: the bytes around it stay, and the new lines look like
 * those of the file. NULL when the release is there already. */
const char *propose_entry(struct arena *arena, const struct source *file, struct release release);

/* The entry alone, as it would stand in a file written in the usual way. */
const char *propose_entry_text(struct arena *arena, struct release release);

#endif
