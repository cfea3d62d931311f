/* Ruby text -> migrations, job classes, model annotations. The only entry into parser/ruby.
 *
 *     struct ruby *ruby = ruby_new(arena, catalog);
 *     ruby_add_job_source(ruby, source);              // every file of the job folders, overlays included
 *     ruby_set_models(ruby, read_model, payload);     // application models, read only when asked for
 *     ruby_read_migration(ruby, source, &migration);
 *     const struct job_reading *reading = ruby_read_job(ruby, "BackfillThings", "things", "id", "[]");
 *     ruby_free(ruby);
 *
 * Results live in the scan arena given to ruby_new(); sources are borrowed and must outlive it. */
#ifndef STOPGRAPH_PARSER_RUBY_H
#define STOPGRAPH_PARSER_RUBY_H

#include "analyzer/model/project.h"

struct ruby;

/* Reads the application model of a constant path ("Ci::Build" -> app/models/ci/build.rb); NULL when there is no file. */
typedef const struct source *ruby_model_fn(void *payload, const char *relative_path);

struct ruby *ruby_new(struct arena *arena, const struct catalog *catalog);
void ruby_free(struct ruby *ruby);

/* Makes the classes of a file known: job classes, their helpers, EE overlays (told apart by the modules around them). */
void ruby_add_job_source(struct ruby *ruby, const struct source *source);
/* Makes a job class known that a gem brings along, unless the tree has one of that name; nothing when there is none. */
void ruby_add_builtin_job(struct ruby *ruby, const char *name);
void ruby_set_models(struct ruby *ruby, ruby_model_fn *read, void *payload);
/* Table of a model class as the table dictionaries say ("classes:"), asked before the file is read. */
void ruby_add_model_table(struct ruby *ruby, const char *class_path, const char *table);

/* Evaluates a schema as Rails dumps it (db/schema.rb): appends what creates it to `out`. */
void ruby_read_schema(struct ruby *ruby, const struct source *source, struct effects *out,
		      struct unresolved_list *unresolved);

/* The release ("4.5") that a Ruby file such as lib/version.rb holds; NULL when none can be read. Lives in `arena`. */
const char *ruby_read_release(struct arena *arena, const struct source *source);

/* Evaluates a migration. `out->path`, `version`, `kind`, `database` are set by the caller, the rest is filled here.
 * Syntax errors and what could not be resolved are in out->unresolved; the rest of the file is still read.
 * False only when the file holds nothing that could be a migration. */
bool ruby_read_migration(struct ruby *ruby, const struct source *source, struct migration *out);

/* The job classes known so far, by name. Lives in the scan arena. */
size_t ruby_job_classes(struct ruby *ruby, struct job_class ***out);

/* Evaluates a job class (see job_reading_fn); answers are kept, so that equal questions cost nothing. NULL: no class. */
const struct job_reading *ruby_read_job(struct ruby *ruby, const char *class_name, const char *table,
					const char *column, const char *arguments);

/* ignore_column annotations of a model file. */
void ruby_read_ignored_columns(struct ruby *ruby, const struct source *source, struct ignored_column **items_out,
			       size_t *count_out);

#endif
