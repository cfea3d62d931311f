/* Everything that was read from one tree: the input of the graph.
 *
 * `struct project` owns nothing; all of it lives in the arena of the scan. Lists are sorted by their natural key (path
 * or version) so that nothing depends on directory order. */
#ifndef STOPGRAPH_MODEL_PROJECT_H
#define STOPGRAPH_MODEL_PROJECT_H

#include "analyzer/base/vec.h"
#include "analyzer/model/catalog.h"
#include "analyzer/model/effect.h"

enum migration_kind { MIGRATION_REGULAR, MIGRATION_POST };

/* One migration file. */
struct migration {
	struct source *source;
	const char *path;
	const char *version;    /* digits of the file name, a string for ever */
	const char *sort_key;   /* orders versions that are no plain numbers, as text; NULL: the version does */
	const char *class_name; /* NULL when the file defines no class */
	struct location class_location;
	enum migration_kind kind;
	const char *database;   /* "main", "ci", "sec" ..., "geo", "embedding": the pair of directories it lies in */
	const char *superclass; /* text, e.g. "Gitlab::Database::Migration[2.3]" */
	int superclass_major;   /* 2 and 3 of [2.3]; 4 and 2 when plain ActiveRecord::Migration */
	int superclass_minor;
	bool gitlab_superclass;
	bool names_gitlab;     /* the file mentions a module of GitLab */
	const char *milestone; /* "18.4"; NULL when not written */
	struct location milestone_location;
	const char *tag_release; /* the first release tag whose tree holds the file; NULL without git history */
	int first_commit_day;    /* YYYYMMDD, of a migration that is new since the base of a comparison; 0: not known */
	const char *gitlab_schema; /* restrict_gitlab_migration, NULL when not restricted */
	bool ddl_transaction;
	bool is_noop;                /* up/change does nothing */
	struct names dependent_jobs; /* DEPENDENT_BATCHED_BACKGROUND_MIGRATIONS: queue versions */
	struct location dependent_jobs_location;
	struct statements statements;
	struct effects effects;      /* of up or change, in order of execution */
	struct effects down_effects; /* of down: only to learn what a dropped thing was; certainty as evaluated */
	struct unresolved_list unresolved;
};

/* What one job class does when it runs on a table and column with arguments. */
struct job_reading {
	struct effects effects; /* reads, writes, inserts, deletes, queue (job -> job), DDL at job time */
	struct statements statements;
	bool exact;             /* read and write sets are complete */
	bool of_product;        /* of the product's library, known without a file */
	struct names delegates; /* other job classes whose perform is called (X.new.perform) */
	struct unresolved_list unresolved;
};

/* A background job class found in the tree. */
struct job_class {
	const char *name; /* relative to BackgroundMigration: "ProjectNamespaces::BackfillProjectNamespaces" */
	const char *path;
	const char *overlay_path; /* EE module merged into it, or NULL */
	struct location location; /* the class line */
	const char *superclass;   /* relative name of the base class, NULL when none */
	bool batched;             /* descends from BatchedMigrationJob */
	bool online;              /* a data migration of the gem online_migrations */
	bool queueable;           /* not the base, a helper or an abstract class */
	struct names arguments;   /* job_arguments :a, :b */
	const char *feature_category;
};

/* db/docs/batched_background_migrations/NAME.yml */
struct job_dictionary {
	const char *path;
	struct location location;
	const char *class_name;
	struct location class_location;
	const char *milestone;
	struct location milestone_location;
	const char *queued_version;
	struct location queued_version_location;
	const char *finalized_by; /* NULL when missing or empty */
	struct location finalized_by_location;
	const char *feature_category;
	const char *introduced_by_url;
};

/* db/docs/NAME.yml, db/docs/views/NAME.yml and db/docs/deleted_tables/NAME.yml */
struct table_dictionary {
	const char *path;
	const char *table;
	const char *gitlab_schema;
	const char *milestone;
	const char *table_size;
	struct names classes; /* application model names */
	bool is_deleted;
};

enum stop_kind { STOP_REQUIRED, STOP_CONDITIONAL };

/* An entry of config/upgrade_path.yml or of the releases file. */
struct declared_stop {
	const char *release; /* "18.5" */
	enum stop_kind kind;
	const char *comment; /* "" when none */
	struct location location;
	const char *declared_in; /* the release whose tree first declared it, from git; NULL: not known */
};

/* A migration that an earlier tree holds and this one lacks, from git. Those that do nothing are left out. */
struct removed_migration {
	const char *path; /* there */
	const char *version;
	const char *database;
	const char *seen_in;       /* the tag or commit that holds it */
	const char *release;       /* NULL: not known */
	bool is_shipped;           /* a release holds it */
	bool is_beside;            /* it was added to a branch of releases, never to the line that the tree is of */
	bool structure_changed;    /* so did the initial structure since: a squash */
	const char *squashed_into; /* version of the new oldest migration, which makes what it made; NULL: none */
};

/* db/database_connections/NAME.yaml: which gitlab_schemas a database serves. */
struct database_connection {
	const char *name;
	struct names gitlab_schemas;
};

/* ignore_column of an application model. */
struct ignored_column {
	struct location location;
	const char *table; /* NULL when it could not be told */
	const char *column;
	const char *remove_with; /* release, NULL for remove_never */
};

/* Until when migrations still got into a release. */
struct release_date {
	const char *release; /* "13.8" */
	const char *date;    /* "2021-01-13": a migration of this day goes into the next one */
};

struct project;

/* Evaluates a job class for a batch table, column and JSON arguments (any may be NULL when unknown). Lives in the
 * arena of the scan; NULL when the class is not in the tree. Equal questions give the same answer. */
typedef const struct job_reading *job_reading_fn(void *payload, const char *class_name, const char *table,
						 const char *column, const char *arguments);

struct project {
	const char *profile;                 /* "gitlab", "rails"; NULL is gitlab */
	const char *release;                 /* VERSION without patch and suffix: "18.9"; NULL when not known */
	const char *revision;                /* git revision, NULL for a folder */
	VEC(struct migration *) migrations;  /* by database, then path */
	VEC(struct job_class *) job_classes; /* by name */
	VEC(struct job_dictionary *) job_dictionaries;     /* by path */
	VEC(struct table_dictionary *) table_dictionaries; /* by table */
	VEC(struct declared_stop) stops;                   /* by release */
	VEC(struct database_connection *) databases;       /* by name */
	VEC(struct ignored_column) ignored_columns;        /* by location */
	struct effects structure;                          /* of structure.sql, in file order */
	struct effects initial_structure; /* of init_structure.sql: what the oldest migrations start from */
	struct names loose_foreign_key_tables;
	VEC(struct release_date) release_dates; /* by date; may be empty */
	struct names releases;                  /* "4.5": all that the tree and its tags tell of, in their order */
	bool stops_declared;                    /* an upgrade_path.yml was found */
	VEC(struct removed_migration) removed;  /* by path */
	bool tags_known;                        /* there are release tags: what is in none was never shipped */
	struct unresolved_list unresolved;      /* what is not part of one migration or job */
	job_reading_fn *read_job;
	void *read_job_payload;
};

/* What is GitLab's alone (milestones and their order, the dates of its releases, the schedule of its stops, what its
 * gates do in which release) is no guide to another product. NULL: it is. */
bool project_is_gitlab(const struct project *project);

#endif
