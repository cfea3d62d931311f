/* Parsing ahead: threads parse files that will be asked for soon, while the caller still does something else.
 *
 *     struct ruby_ahead *ahead = ruby_ahead_new(&options);
 *     node = ruby_ahead_take(ahead, arena, source, &error);   // NULL: the caller parses it himself
 *     ruby_ahead_free(ahead);
 *
 * What a parse gives depends on the bytes of its file alone, so it does not matter who does it; the answer is used only
 * for the very bytes that it was made from. Nothing else is shared between threads: each has its parser, each file its
 * arena. ruby_ahead_take() and ruby_ahead_free() belong to the thread that called ruby_ahead_new(). */
#ifndef STOPGRAPH_PARSER_RUBY_AHEAD_H
#define STOPGRAPH_PARSER_RUBY_AHEAD_H

#include "parser/ruby/node.h"
#include "parser/ruby/ruby.h"

struct ruby_ahead;

/* Begins to parse. The caller releases it with ruby_ahead_free(). NULL when no thread can be had. */
struct ruby_ahead *ruby_ahead_new(const struct ruby_ahead_options *options);

/* Ends the threads, and forgets what nobody asked for. NULL is fine. */
void ruby_ahead_free(struct ruby_ahead *ahead);

/* What ruby_parse() would give, in `arena`. Each file can be taken once. NULL when it was not parsed ahead, also when
 * it was not begun yet: then nobody else will. */
struct node *ruby_ahead_take(struct ruby_ahead *ahead, struct arena *arena, const struct source *source,
			     struct ruby_syntax_error *error);

#endif
