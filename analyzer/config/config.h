/* What a project sets for itself: `.stopgraph.yml` at the root of its tree, or the file given with --config.
 *
 *     profile: rails                   # gitlab, rails or sql; else the files of the tree tell
 *     default_branch: trunk            # what a merge request is compared with
 *     release_tags: ^v([0-9]+)[.]([0-9]+)[.]([0-9]+)-ee$ # which tags are releases (analyzer/releases/releases_git.h)
 *     paths:                           # instead of the profile's patterns for that kind of file
 *       migrations: [database/migrate/2*.rb]
 *       exclude: [db/migrate/old-2*]
 *     stops:
 *       schedule: { from: '17.5', minors: [2, 5, 8, 11] } # or none
 *       notice: 2                      # releases of notice that a new stop needs
 *     releases: tools/releases.yml     # instead of the releases file that the program brings along
 *     mitigations: tools/mitigations.yml
 *     fail_on: warning                 # level from which `check` ends with status 1
 *     rules:
 *       finalize-overdue: off          # or error, warning, note
 *     ignored_tables:
 *       - { table: audit_events, reason: archived every night }
 *     suppressions:                    # see analyzer/config/suppression.h
 *       - { rule: implicit-stop, path: db/post_migrate/2023*, reason: shipped, until: '18.11' }
 *
 * An unknown key or value is a diagnostic of severity error: a setting that is silently without effect is worse. The
 * keys are the rows of a table in config.c; share/config.schema.json describes the same for editors. */
#ifndef STOPGRAPH_CONFIG_H
#define STOPGRAPH_CONFIG_H

#include "analyzer/base/diag.h"
#include "analyzer/base/hash.h"
#include "analyzer/base/vec.h"
#include "analyzer/config/suppression.h"
#include "analyzer/inputs/inputs.h"
#include "analyzer/releases/release_calendar.h"

#include <stdbool.h>

struct config_level {
	const char *rule;
	const char *level; /* "off", "note", "warning", "error" */
	struct location location;
};

struct config {
	const char *path;                    /* of the file that was read, NULL when there is none */
	unsigned char digest[HASH_KEY_SIZE]; /* of its bytes; zero when there is none */
	const char *profile;                 /* NULL when not set */
	const char *default_branch;          /* NULL when not set */
	const char *release_tags;            /* NULL when not set */
	const char *releases;                /* as written, NULL when not set */
	const char *mitigations;             /* as written, NULL when not set */
	const char *fail_on;                 /* "error", "warning", "note", "never"; NULL when not set */
	struct input_paths paths;
	bool has_schedule; /* `stops.schedule` is set */
	bool no_schedule;  /* to "none" */
	struct stop_schedule schedule;
	int notice; /* 0 when not set */
	VEC(struct config_level) levels;
	struct suppressions suppressions; /* entries of `suppressions` and `ignored_tables` */
};

#define CONFIG_NOTICE_DEFAULT 2
#define CONFIG_MITIGATIONS_DEFAULT ".stopgraph-mitigations.yml"

/* Reads a configuration. 0; -1 when anything in it cannot be used (diagnostics say what). Lives in `arena`. */
int config_read(struct arena *arena, const struct source *source, struct config *out, struct diags *diags);

/* The schedule in effect for a project (NULL: GitLab), NULL when there is none: only GitLab has one without being
 * told. */
const struct stop_schedule *config_schedule(const struct config *config, const struct project *project);

/* The keys of the first level and what they set; a NULL name at the end. */
struct config_key {
	const char *name;
	const char *text;
};
extern const struct config_key config_keys[];

#endif
