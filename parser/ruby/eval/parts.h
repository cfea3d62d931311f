/* The parts of a file that is read on demand (an application model), so that an evaluation can tell which of them it looked
 * at: another content of the file, in which those parts are the same, gives the same answers.
 *
 *     parts_watch(root, &watch);          // every class in the file, once its body was added
 *     part_ask(klass, PART_METHOD, "x");  // whoever looks a member up tells so; also when there is none
 *     struct ruby_parts parts = parts_of(arena, root);
 *
 * A part is named by the path of its class and a member of it:
 *
 *     Project                    that the class is there, and what it is built on
 *     Project::LIMIT             a constant, or a class inside of it
 *     Project#owner              a method, also by define_method
 *     Project.active             a method of the class, also by scope
 *     Project validates          all calls of a macro; the value of `self.name =`
 *     Project has_many:issues    those of an association's macro for one name; without a name (`has_many:`), those whose
 *                                name is computed
 *     Project{}                  all that may do more to the class than to declare: include, code of any kind
 */
#ifndef STOPGRAPH_PARSER_RUBY_PARTS_H
#define STOPGRAPH_PARSER_RUBY_PARTS_H

#include "parser/ruby/eval/interp.h"
#include "parser/ruby/ruby.h"

enum part_kind {
	PART_CLASS,
	PART_CONSTANT,
	PART_METHOD,
	PART_SINGLETON_METHOD,
	PART_CALLS,
	PART_BODY,
	PART_KIND_COUNT
};

/* Who is told what an evaluation looks at, and of which file. */
struct part_watch {
	struct arena *arena; /* for names of parts, during the call */
	void (*ask)(void *payload, const char *file, const char *part);
	void *payload;
	const char *file;
};

/* declare.c: what a call of the macro in a class body makes beside being remembered: methods of one of these kinds, PART_BODY
 * when it may do anything, PART_CALLS for nothing. */
enum part_kind declaration_part(const char *macro);

/* The name of a part of the class at `path`; `member` is ignored for a class and its body. In `arena`. */
char *part_name(struct arena *arena, const char *path, enum part_kind kind, const char *member);

/* Whoever looks at the classes in the file from now on is told of. Classes that are added later are parts of the body of
 * the class around them. `watch` must outlive the classes. */
void parts_watch(struct klass *root, const struct part_watch *watch);

/* Somebody looks at this part. Nothing happens for a class that is not watched. */
void part_ask(const struct klass *klass, enum part_kind kind, const char *member);
/* The declarations of one name by a macro of associations. */
void part_ask_association(const struct klass *klass, const char *macro, const char *name);

/* All parts of a file by name, with digests of what is written there, wherever in the file. Before anything of it was
 * evaluated. */
struct ruby_parts parts_of(struct arena *arena, const struct klass *root);

#endif
