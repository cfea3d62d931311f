/* Ruby syntax as a compact tree in an arena: what is left of a file once tree-sitter has parsed it.
 *
 * tree.c makes it and is the only file that knows tree-sitter. A node has up to three named parts (`a`, `b`, `c`), a
 * name, and a list of children; what they mean depends on the kind, as written beside each kind. Missing parts are
 * NULL. Everything lives in the arena given to ruby_parse(); names point into it, offsets into the source. */
#ifndef STOPGRAPH_PARSER_RUBY_NODE_H
#define STOPGRAPH_PARSER_RUBY_NODE_H

#include "analyzer/base/source.h"

#include <stdbool.h>

enum node_kind {
	NODE_OTHER,            /* anything not listed: children */
	NODE_BODY,             /* statements: children, among them NODE_RESCUE, NODE_ELSE, NODE_ENSURE */
	NODE_CLASS,            /* name, a superclass, b body */
	NODE_MODULE,           /* name, b body */
	NODE_SINGLETON_CLASS,  /* class << a, b body */
	NODE_METHOD,           /* name, a parameters, b body */
	NODE_SINGLETON_METHOD, /* def c.name, a parameters, b body */
	NODE_PARAMETERS,       /* children: NODE_PARAMETER */
	NODE_PARAMETER,        /* name, flag = enum parameter_kind, b default, children when destructured */
	NODE_CALL,             /* a receiver, name, b arguments, c block */
	NODE_ARGUMENTS,        /* children: expressions, NODE_PAIR, NODE_SPLAT, NODE_DOUBLE_SPLAT, NODE_BLOCK_PASS */
	NODE_BLOCK,            /* a parameters, b body; also do ... end */
	NODE_LAMBDA,           /* a parameters, b NODE_BLOCK */
	NODE_INDEX,            /* a object, children: arguments */
	NODE_ASSIGN,           /* a = b */
	NODE_OP_ASSIGN,        /* a name b, name is "||=", "+=" ... */
	NODE_LEFT_LIST,        /* children: targets of a multiple assignment */
	NODE_RIGHT_LIST,       /* children: values */
	NODE_IF,               /* if a then b else c */
	NODE_UNLESS,           /* unless a then b else c */
	NODE_TERNARY,          /* a ? b : c */
	NODE_CASE,             /* case a, children: NODE_WHEN, then NODE_ELSE */
	NODE_WHEN,             /* children: patterns, b body */
	NODE_ELSE,             /* b body, or children */
	NODE_WHILE,            /* while or until a do b */
	NODE_FOR,              /* for children in a do b */
	NODE_RESCUE,           /* b body */
	NODE_RESCUE_MODIFIER,  /* b rescue c */
	NODE_ENSURE,           /* children */
	NODE_RETURN,           /* b arguments */
	NODE_NEXT,             /* b arguments */
	NODE_BREAK,            /* b arguments */
	NODE_YIELD,            /* b arguments */
	NODE_SUPER,            /* b arguments; NULL passes the method's own on */
	NODE_BINARY,           /* a name b */
	NODE_UNARY,            /* name a; name is "!", "-", "not", "defined?" */
	NODE_STRING,           /* children: NODE_TEXT, NODE_INTERPOLATION; flag 1: squiggly heredoc, 2: other heredoc */
	NODE_CHAINED_STRING,   /* children: NODE_STRING */
	NODE_TEXT,             /* name is the decoded text (may hold NUL bytes only as escapes: they end it) */
	NODE_INTERPOLATION,    /* children: statements */
	NODE_SYMBOL,           /* name; or children as a string when it interpolates */
	NODE_ARRAY,            /* children */
	NODE_HASH,             /* children: NODE_PAIR, NODE_DOUBLE_SPLAT */
	NODE_PAIR,             /* a key, b value (NULL: shorthand) */
	NODE_SPLAT,            /* a, or children */
	NODE_DOUBLE_SPLAT,
	NODE_BLOCK_PASS,
	NODE_RANGE,   /* a .. b; flag 1: exclusive */
	NODE_INTEGER, /* name: digits as written */
	NODE_FLOAT,
	NODE_NIL,
	NODE_TRUE,
	NODE_FALSE,
	NODE_SELF,
	NODE_IDENTIFIER, /* name: local variable or call without arguments */
	NODE_CONSTANT,   /* name */
	NODE_SCOPE,      /* a::name; a NULL: ::name */
	NODE_IVAR,       /* name with its @ */
	NODE_GLOBAL,     /* name with its $ or @@ */
	NODE_REGEX,      /* children */
	NODE_KIND_COUNT
};

enum parameter_kind {
	PARAMETER_PLAIN,
	PARAMETER_OPTIONAL,
	PARAMETER_KEYWORD,
	PARAMETER_SPLAT,
	PARAMETER_DOUBLE_SPLAT,
	PARAMETER_BLOCK,
	PARAMETER_DESTRUCTURED
};

struct node {
	enum node_kind kind;
	uint8_t flag;
	uint32_t start; /* bytes in the source */
	uint32_t end;
	const char *name;
	struct node *a, *b, *c;
	struct node *children; /* first child */
	struct node *next;     /* next sibling */
};

struct ruby_syntax_error {
	bool found;
	uint32_t offset; /* of the first place that is not Ruby */
	bool too_deep;   /* nesting beyond the limit was cut */
};

struct ruby_parser; /* tree-sitter's parser and the map of its symbols */

/* A parser for any number of files, one after another. The caller releases it with ruby_parser_free(). NULL when the
 * grammar and the library do not fit together. */
struct ruby_parser *ruby_parser_new(void);
void ruby_parser_free(struct ruby_parser *parser);

struct ruby_ahead;

/* From here on ruby_parse() asks first whether the file was parsed ahead (see ahead.h). Borrowed; NULL: nothing is. */
void ruby_parser_set_ahead(struct ruby_parser *parser, struct ruby_ahead *ahead);

struct ruby_trees;

/* From here on trees come from there, and live there, when their content was parsed before. Borrowed; NULL: none does. */
void ruby_parser_set_trees(struct ruby_parser *parser, struct ruby_trees *trees);

/* Parses `source`. The tree lives in `arena`; what could not be parsed is left out and told in `error`. Never NULL. */
struct node *ruby_parse(struct ruby_parser *parser, struct arena *arena, const struct source *source,
			struct ruby_syntax_error *error);

/* tree-sitter's parse alone, its result thrown away: what a benchmark compares with. */
void ruby_parse_only(struct ruby_parser *parser, const struct source *source);

/* The place of a node. */
struct location node_location(const struct source *source, const struct node *node);

#endif
