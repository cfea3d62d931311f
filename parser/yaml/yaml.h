/* The YAML files of a tree -> the values of analyzer/model/project.h. The only entry into parser/yaml.
 *
 * Every reader takes one source and appends to a list; what is wrong in the file becomes a diagnostic with its place
 * and the rest is still read. Results live in `arena`. */
#ifndef STOPGRAPH_PARSER_YAML_H
#define STOPGRAPH_PARSER_YAML_H

#include "analyzer/base/diag.h"
#include "analyzer/model/project.h"

/* db/docs/batched_background_migrations/NAME.yml. NULL when the file says nothing about a job. */
struct job_dictionary *yaml_read_job_dictionary(struct arena *arena, const struct source *source, struct diags *diags);

/* db/docs/NAME.yml, views/NAME.yml, deleted_tables/NAME.yml. NULL when the file names no table or view. */
struct table_dictionary *yaml_read_table_dictionary(struct arena *arena, const struct source *source,
						    struct diags *diags);

/* config/upgrade_path.yml: appends its entries in the order of the file. A stop is conditional when its comment says
 * "conditional". */
void yaml_read_upgrade_path(struct arena *arena, const struct source *source, struct project *out, struct diags *diags);

/* db/database_connections/NAME.yaml. NULL when it has no name. */
struct database_connection *yaml_read_connection(struct arena *arena, const struct source *source, struct diags *diags);

/* config/gitlab_loose_foreign_keys.yml: adds the tables that have loose foreign keys. */
void yaml_read_loose_foreign_keys(struct arena *arena, const struct source *source, struct names *out,
				  struct diags *diags);

/* A list of out-of-band migrations: appends to `out` a migration that queues each and, when it is deprecated, one that
 * needs it to be finished, its class, and what cannot be told about it. */
void yaml_read_out_of_band(struct arena *arena, const struct source *source, struct project *out, struct diags *diags);

/* One release of the releases file. */
struct release_row {
	const char *release;   /* "18.5" */
	const char *date;      /* "2025-10-16", NULL when not given */
	const char *patch;     /* latest patch "18.5.4", NULL when not given */
	const char *condition; /* NULL: not a conditional stop */
	const char *names;     /* words that stand for the condition, separated by blanks; NULL */
	bool is_required;      /* a stop for everybody; counts only where no tree declares stops */
	struct location location;
};

struct release_rows {
	struct release_row *items;
	size_t count;
	size_t capacity;
};

/* The releases file (analyzer/share/releases.yml): appends its rows in the order of the file. */
void yaml_read_releases(struct arena *arena, const struct source *source, struct release_rows *out,
			struct diags *diags);

#endif
