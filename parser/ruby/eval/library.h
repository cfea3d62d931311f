/* The classes of the tree: job classes with their overlays and helpers, and application models on demand.
 *
 * Files are parsed once into an arena of the library, at once or, with an outline, when one of their classes is needed;
 * classes are opened as Ruby would open them, so that a class written in several files has all its members. Constants
 * are evaluated when first asked for and live as long as the library. */
#ifndef STOPGRAPH_PARSER_RUBY_LIBRARY_H
#define STOPGRAPH_PARSER_RUBY_LIBRARY_H

#include "parser/ruby/eval/state.h"
#include "parser/ruby/ruby.h"

struct library *library_new(struct ruby_parser *parser);
void library_free(struct library *library);

void library_listen(struct library *library, const struct ruby_listener *listener);
/* Fills `outline_out` (may be NULL) in `arena`. */
void library_add_job_source(struct library *library, struct arena *arena, const struct source *source,
			    struct ruby_outline *outline_out);
void library_add_job_outline(struct library *library, const struct source *source, const struct ruby_outline *outline);
/* See ruby_class_files(). */
struct ruby_files library_class_files(struct library *library, struct arena *arena, const char *name, bool is_job);
void library_set_models(struct library *library, ruby_model_fn *read, void *payload);
void library_add_model_table(struct library *library, const char *class_path, const char *table);

/* See ruby_model_parts(). */
const struct ruby_parts *library_model_parts(struct library *library, const char *relative_path);
/* The syntax of a model's file: what is known already, if its bytes are the same, else parsed now, into `arena`. */
const struct node *library_model_program(struct library *library, struct arena *arena, const struct source *source);

/* The class of a job by its name relative to the namespace of jobs, of the tree or of the product's library; NULL when
 * there is none. */
struct klass *library_find_job(struct library *library, const char *name);
/* Is it the code of the product's library, which is no file? */
bool library_is_product_source(const struct library *library, const struct source *source);

/* Makes a job known that a gem brings along; one of the same name in the tree goes before it. */
void library_add_gem_job(struct library *library, const struct source *source);

/* Calls `visit` for every class below a namespace of jobs, nested ones of modules included. */
void library_each_job(struct library *library, void (*visit)(void *payload, struct klass *klass), void *payload);

/* class_source callbacks; the payload is the library. */
struct klass *library_find(void *payload, struct interp *in, const char *path);
struct klass *library_find_model(void *payload, const char *path);
struct klass *library_find_module(void *payload, const char *path);
const char *library_model_table(void *payload, const char *path, bool *likely_out);
void library_seen(void *payload, const char *path);
void *library_lasting_begin(void *payload);
void library_lasting_end(void *payload, void *lasting);
void library_lasting_used(void *payload, void *lasting);

#endif
