/* Classes and modules from their bodies: members, nested classes, lookup through overlay, ancestors, lexical scope. */
#ifndef STOPGRAPH_PARSER_RUBY_CLASS_H
#define STOPGRAPH_PARSER_RUBY_CLASS_H

#include "parser/ruby/eval/interp.h"

/* A new class or module without members. `path` is its full constant path, `outer` the class around it. */
struct klass *klass_new(struct arena *arena, const char *path, struct klass *outer);

/* Adds what a body (of a class, a module, or a file) defines to `klass`. `source` is the file of the body. Reopened
 * classes gather the members of all their bodies. Nothing is evaluated here. */
void klass_add_body(struct arena *arena, struct klass *klass, const struct node *body, const struct source *source);

/* The member of exactly this class; NULL when there is none. The last definition wins, as in Ruby. */
struct member *klass_member(const struct klass *klass, enum member_kind kind, const char *name);
struct klass *klass_nested(const struct klass *klass, const char *name);
/* The same for the first `length` bytes of `name`. */
struct klass *klass_nested_n(const struct klass *klass, const char *name, size_t length);

/* Adds a method made by define_method, scope, delegate ... */
void klass_define_proc(struct interp *in, struct klass *klass, const char *name, struct proc *proc, bool singleton);

/* Class-level code is evaluated in a frame of its own, with `self` the class and memory of the class, which may outlive
 * the present evaluation. Enter and leave in pairs. */
struct class_frame {
	struct frame *frame;
	struct scope *scope;
	struct arena *arena;
	enum control control;
};

/* What is found out from a begin to its end stays with the class (see `lasting_begin` of struct class_source), and then is
 * used. NULL for a class that goes with the evaluation. */
void *klass_lasting_begin(struct interp *in, const struct klass *klass);
void klass_lasting_end(struct interp *in, void *lasting);
void klass_lasting_used(struct interp *in, void *lasting);

void class_frame_enter(struct interp *in, struct klass *klass, const struct source *source, struct class_frame *saved);
void class_frame_leave(struct interp *in, const struct class_frame *saved);

/* A constant seen from the frame: lexical scopes, ancestors, then the classes of the tree, then an external path. */
struct value constant_lookup(struct interp *in, const struct node *node, const char *name);
/* `scope::name`. */
struct value constant_in(struct interp *in, struct value scope, const char *name);

/* The path without the leading "::" of one that begins at the top. */
const char *constant_without_root(const char *path);

/* A macro (`has_many`, `define_method` ...) that is called on the class being evaluated from within a loop or a method
 * of the class: declares it. False when it is none. */
bool class_level_call(struct interp *in, const struct call *call);

/* What attr_reader, attr_writer, attr_accessor, alias_method and delegate give to an object that is no row. */
bool object_macro_call(struct interp *in, const struct call *call, struct value *result);

#endif
