/* Values of the partial evaluator: what is known about a Ruby expression without running it.
 *
 * A value is small and passed by copy; arrays, hashes, objects are references as in Ruby. What cannot be known is an
 * explicit VALUE_UNKNOWN with a reason. A condition about the installation (`Gitlab.com?`) is a VALUE_CONDITION that
 * says on which installations it is true and false. Everything lives in the arena of the interpreter. */
#ifndef STOPGRAPH_PARSER_RUBY_VALUE_H
#define STOPGRAPH_PARSER_RUBY_VALUE_H

#include "analyzer/model/effect.h"
#include "parser/ruby/node.h"

#include <stdint.h>

enum value_kind {
	VALUE_UNKNOWN,
	VALUE_NIL,
	VALUE_BOOL,
	VALUE_INTEGER,
	VALUE_FLOAT,
	VALUE_STRING,
	VALUE_SYMBOL,
	VALUE_ARRAY,
	VALUE_HASH,
	VALUE_RANGE,
	VALUE_PROC,
	VALUE_CLASS,     /* a class or module whose body is known */
	VALUE_EXTERNAL,  /* a constant whose definition is not in what was read: its path */
	VALUE_OBJECT,    /* an instance of a known class, or of an external one */
	VALUE_CONDITION, /* true on some installations, false on others */
	VALUE_RELATION,  /* rows of a table: parser/ruby/records/relation.h */
	VALUE_RECORD,    /* one row of a relation */
	VALUE_AREL       /* an Arel node: carries the SQL it stands for */
};

struct text {
	const char *bytes; /* NUL-terminated */
	size_t length;
	bool partial; /* holds SQL_PLACEHOLDERs for parts that are not known */
	bool likely;  /* rests on a convention (a table name derived from a class name) */
};

struct unknown {
	const char *why; /* "a parameter of the method", lower case */
	struct location location;
	bool data;                        /* run-time data (a row's value, a bound): harmless as a value in SQL */
	unsigned placeholder;             /* number in placeholders, 0: none yet */
	const struct array *alternatives; /* the strings that it may be; NULL when they are not known */
	const struct array *objects;      /* the objects, classes and relations that it may be; NULL as above */
	const char *empty_table;          /* a condition that is true when this table has no row ... */
	bool is_negated;                  /* ... or when it has one */
};

struct value {
	enum value_kind kind;
	union {
		bool boolean;
		int64_t integer;
		double real;
		const struct text *text;
		struct array *array;
		struct hash *hash;
		struct range *range;
		struct proc *proc;
		struct klass *klass;
		const char *path; /* VALUE_EXTERNAL */
		struct object *object;
		struct unknown *unknown;
		struct {                   /* VALUE_CONDITION */
			uint8_t when_true; /* enum guard */
			uint8_t when_false;
		} guards;
		struct relation *relation; /* RELATION, RECORD */
		struct arel *arel;
	};
};

struct array {
	struct value *items;
	size_t count;
	size_t capacity;
	bool open;           /* more elements than these may be in it: it was filled by something not known */
	struct arena *owner; /* where it lives; NULL: not said */
};

struct hash_entry {
	struct value key;
	struct value value;
};

struct hash {
	struct hash_entry *items;
	size_t count;
	size_t capacity;
	bool open;
	struct arena *owner;
};

struct range {
	struct value first, last;
	bool exclusive;
};

/* A block, lambda, or &:method with the scope it closes over. */
struct proc {
	const struct node *parameters; /* NODE_PARAMETERS or NULL */
	const struct node *body;
	const struct source *source;
	struct scope *scope;
	struct frame *frame; /* the method it was written in: `self`, class, block for yield */
	const char *method;  /* &:name or method(:name): call it on the first argument (or on self) */
	bool method_on_self;
	bool is_lambda;
};

struct object {
	struct klass *klass;    /* NULL for an instance of an external class */
	const char *class_path; /* always set */
	struct hash *variables; /* instance variables, key "@name" */
	void *data;             /* for built-in classes: what their row keeps */
};

struct interp;

struct value value_nil(void);
struct value value_bool(bool boolean);
struct value value_integer(int64_t integer);
struct value value_string(struct interp *in, const char *string);
struct value value_string_n(struct interp *in, const char *bytes, size_t length);
struct value value_symbol(struct interp *in, const char *string);
struct value value_text(enum value_kind kind, const struct text *text);

/* A text that is longer is no part of another one: something unknown stands for it. Whatever puts pieces together in a
 * loop ends at the limit, too. */
#define TEXT_LIMIT ((size_t)1 << 20)
extern const char text_limit_reason[];
struct value value_external(const char *path);
struct value value_class(struct klass *klass);
struct value value_condition(enum guard when_true, enum guard when_false);
struct value value_new_array(struct interp *in);
struct value value_new_hash(struct interp *in);
struct value value_hash(struct hash *hash);

/* An unknown with its reason; `data` as in struct unknown. */
struct value value_unknown(struct interp *in, const struct node *node, const char *why);
struct value value_data(struct interp *in, const struct node *node, const char *why);

/* Both leave constants of classes that outlive the evaluation as they are. */
void array_push(struct interp *in, struct array *array, struct value value);
/* NULL when absent. Keys are compared as values: strings and symbols are different. */
struct value *hash_get(const struct hash *hash, struct value key);
/* By symbol or string name. */
struct value *hash_get_name(const struct hash *hash, const char *name);
void hash_set(struct interp *in, struct hash *hash, struct value key, struct value value);

bool value_is_text(struct value value); /* string or symbol */
/* The bytes of a fully known string or symbol (or class name), else NULL. */
const char *value_name(struct value value);
/* Ruby's truth when known: TRI_YES, TRI_NO, or TRI_UNKNOWN. */
enum tristate value_truth(struct value value);
bool value_equal(struct value a, struct value b);
/* Why a value is not known; NULL when it is fully known (looks into arrays, hashes, partial text). */
const char *value_why_unknown(struct value value);

/* Ruby's to_s with placeholders for what is not known. Never fails. */
struct text value_to_text(struct interp *in, struct value value);
/* Canonical JSON as the product stores arguments: symbols as strings, no spaces, UTF-8. NULL when any part is
 * unknown. */
char *value_to_json(struct interp *in, struct value value);

#endif
