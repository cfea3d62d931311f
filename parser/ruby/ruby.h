/* Ruby text -> migrations, job classes, model annotations. The only entry into parser/ruby.
 *
 *     struct ruby *ruby = ruby_new(arena, catalog);
 *     ruby_add_job_source(ruby, source, NULL);        // every file of the job folders, overlays included
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

/* Reads the application model of a constant path ("Ci::Build" -> app/models/ci/build.rb); NULL when there is no
 * file. */
typedef const struct source *ruby_model_fn(void *payload, const char *relative_path);

/* What a file of the job folders has to do with the others; enough to know when it has to be parsed. */
struct ruby_outline {
	struct names opened; /* paths of its classes, and of modules that hold more than classes */
	struct names names;  /* of those by which others reach it, in the spelling of `words` */
	struct names words;  /* all that it mentions: in lower case, without underscores */
};

/* What evaluating asks of the tree beside the file that is evaluated. */
enum ruby_question {
	RUBY_ASKS_CLASS,       /* of the job files, by constant path */
	RUBY_ASKS_JOB,         /* likewise, by the name of a job */
	RUBY_ASKS_MODEL_TABLE, /* what ruby_add_model_table() was told about a class */
	RUBY_ASKS_MODEL_FILE,  /* whether there is a file with this relative path; of what is in it, only parts count */
	RUBY_ASKS_MODEL_PART   /* a part of that file; see struct ruby_part */
};

/* Is told of every question, also of those that are answered from memory. */
struct ruby_listener {
	void *payload;
	/* `part`: of a file; else NULL. */
	void (*ask)(void *payload, enum ruby_question kind, const char *subject, const char *part);
	/* What is asked between a begin and its end makes an answer that later evaluations use without asking. These
	 * tell that they do. In pairs, which may nest; `lasting` is what the begin gave. */
	void *(*lasting_begin)(void *payload);
	void (*lasting_end)(void *payload, void *lasting);
	void (*lasting_used)(void *payload, void *lasting);
};

/* A part of a model's file that an evaluation can look at by itself: a constant, a method, the calls of a macro ... (see
 * eval/parts.h). */
struct ruby_part {
	const char *name;
	uint64_t digest; /* of what is written there, wherever in the file; not 0 */
};

struct ruby_parts {
	VEC(struct ruby_part) list; /* by name, in the order of bytes */
};

/* Files that will be asked for soon, and by what other threads read them. */
struct ruby_ahead_options {
	const char *const *paths; /* in the order in which they will be asked for, each once; borrowed */
	size_t count;
	unsigned threads; /* beside the caller's */
	/* Reads a file into `arena`; NULL when it cannot be read, or is not worth parsing. Called by all of these
	 * threads at once. */
	const struct source *(*read)(void *payload, struct arena *arena, size_t index);
	void *payload;
};

struct ruby *ruby_new(struct arena *arena, const struct catalog *catalog);
void ruby_free(struct ruby *ruby);

/* From here to ruby_end_ahead(), or ruby_free(), other threads parse what will be asked for. Answers are the same as
 * without, whatever the threads find: a tree is used for the very bytes that it was made from. */
void ruby_begin_ahead(struct ruby *ruby, const struct ruby_ahead_options *options);
void ruby_end_ahead(struct ruby *ruby);

struct ruby_trees;

/* Lets this ruby use the trees of others (see trees.h). Must outlive it. Before the first file. */
void ruby_share_trees(struct ruby *ruby, struct ruby_trees *trees);

/* Must outlive `ruby`; NULL: nobody listens. */
void ruby_listen(struct ruby *ruby, const struct ruby_listener *listener);

/* Makes a job class known that a gem brings along, for the case that the tree has none of that name. Once for each. */
void ruby_add_builtin_job(struct ruby *ruby, const char *name);
/* Makes the classes of a file known: job classes, their helpers, EE overlays (told apart by the modules around them).
 * Fills `outline_out` (may be NULL), in the scan arena. */
void ruby_add_job_source(struct ruby *ruby, const struct source *source, struct ruby_outline *outline_out);
/* The same by an outline (borrowed) of earlier: the file is parsed when one of its classes is needed. */
void ruby_add_job_outline(struct ruby *ruby, const struct source *source, const struct ruby_outline *outline);
/* The parts of the file with a relative path; none when there is no such file. Nobody is told. Lives as long as `ruby`. */
const struct ruby_parts *ruby_model_parts(struct ruby *ruby, const char *relative_path);

struct ruby_files {
	const struct source **items;
	size_t count;
};

/* With an outline for every job file: the files by which the answer about a class (`is_job`: a job's name) is made:
 * those that define it and all that these may lead to. In the order in which they were added, in `arena`; none when
 * there is no such class. */
struct ruby_files ruby_class_files(struct ruby *ruby, struct arena *arena, const char *name, bool is_job);
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

/* Evaluates a job class (see job_reading_fn); answers are kept, so that equal questions cost nothing. NULL: no
 * class. */
const struct job_reading *ruby_read_job(struct ruby *ruby, const char *class_name, const char *table,
					const char *column, const char *arguments);

/* ignore_column annotations of a model file. */
void ruby_read_ignored_columns(struct ruby *ruby, const struct source *source, struct ignored_column **items_out,
			       size_t *count_out);

#endif
