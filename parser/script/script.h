/* Migrations that are plain SQL files, as Flyway, golang-migrate, dbmate, goose, sql-migrate, Diesel, Prisma and sqitch
 * have them. The only entry into parser/script; statements are parser/sql's to read.
 *
 *     struct script_name name;
 *     if (script_name_read(arena, "migrations/v1.4/V3__add_state.sql", &name) && name.kind == SCRIPT_FORWARD)
 *             script_read(arena, &(struct script_input){source, catalog}, &migration, &jobs);
 *
 * What SQL cannot say stands in comments, each on a line of its own:
 *
 *     -- stopgraph: release 1.4              the release of the file
 *     -- stopgraph: background NAME          queues the job NAME; the statements up to "end", the next directive or
 *     -- stopgraph: end                      the end of the file are what it does. Without statements: a file NAME.sql
 *                                            of the jobs
 *     -- stopgraph: finalize NAME            from here on the job NAME is complete
 *     -- stopgraph: cancel NAME              the job is given up
 *
 * The sections of dbmate ("-- migrate:up"), goose ("-- +goose Up") and sql-migrate ("-- +migrate Up") are respected:
 * what goes down is not read. */
#ifndef STOPGRAPH_PARSER_SCRIPT_H
#define STOPGRAPH_PARSER_SCRIPT_H

#include "analyzer/model/catalog.h"
#include "analyzer/model/project.h"

enum script_kind {
	SCRIPT_FORWARD,
	SCRIPT_REPEATABLE, /* Flyway's R__: after all versioned ones, again whenever it changes */
	SCRIPT_BACKWARD    /* undo, down, revert, verify: no part of an upgrade */
};

/* What the path of a file says. */
struct script_name {
	enum script_kind kind;
	const char *version;  /* "20250101", "1.2.10"; the name of a repeatable one, or of one that a plan orders */
	const char *sort_key; /* orders versions as numbers */
	const char *release;  /* of a folder that is named like one ("v1.4"), NULL when there is none */
	bool is_planned;      /* the name has no version: it is a migration only if a plan has it */
	const char *foreign;  /* the database that the path names and that is not PostgreSQL ("MySQL"), else NULL */
};

/* False when the file is no migration: its name has no version. Lives in `arena`. */
bool script_name_read(struct arena *arena, const char *path, struct script_name *out);

/* The folder that holds the history which a script belongs to: the one that it lies in, without those that are its
 * version ("2025-01-01-120000_add_state") or a release ("v1.4"). Lives in `arena`. */
const char *script_history(struct arena *arena, const char *path);

/* What a plan of sqitch says about one change. */
struct planned_change {
	const char *name;
	const char *tag;     /* the first one behind it, NULL when there is none */
	const char *release; /* of that or a later tag that is a release; NULL when there is none yet */
	struct location location;
};

struct script_plan {
	struct planned_change *items; /* in the order of deployment */
	size_t count;
	size_t capacity;
};

/* Appends the changes of a plan. Lives in `arena`. */
void script_plan_read(struct arena *arena, const struct source *source, struct script_plan *out);

/* The change that a script's version means ("users", or "users@v1.0" for one that was reworked since); NULL when the
 * plan does not have it. */
const struct planned_change *script_plan_find(const struct script_plan *plan, const char *version, size_t *index_out);

/* A job of the tree, from a section of a migration or a file of its own. */
struct script_job {
	struct job_class about;
	struct job_reading reading;
};

struct script_jobs {
	struct script_job **items;
	size_t count;
	size_t capacity;
};

struct script_input {
	const struct source *source;
	const struct catalog *catalog; /* may be NULL */
};

/* Reads a migration: fills statements, effects, unresolved and, when a directive tells it, milestone. Jobs that it
 * describes are appended; a job that is known already is described anew. Everything lives in `arena`. */
void script_read(struct arena *arena, const struct script_input *in, struct migration *out, struct script_jobs *jobs);

/* Reads a file that is one job, named like the file without its ending. */
void script_read_job(struct arena *arena, const struct script_input *in, struct script_jobs *jobs);

/* The job with that name, NULL when there is none. */
struct script_job *script_job_find(const struct script_jobs *jobs, const char *name);

#endif
