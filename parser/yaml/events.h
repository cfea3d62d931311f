/* YAML text as a tree of nodes that know their place. libyaml stays in events.c.
 *
 *     const struct yaml_node *root = yaml_read(arena, source, &diags);
 *     const char *milestone = yaml_string(yaml_get(root, "milestone"), NULL);
 *
 * A scalar keeps its text as written: 18.10 stays "18.10" and 20250310150446 stays a string of digits. All functions
 * take NULL for a node that is not there, so that lookups can be chained. Nodes live in the arena. */
#ifndef STOPGRAPH_PARSER_YAML_EVENTS_H
#define STOPGRAPH_PARSER_YAML_EVENTS_H

#include "analyzer/base/diag.h"
#include "analyzer/base/str.h"

#include <stdbool.h>

enum yaml_kind { YAML_SCALAR, YAML_LIST, YAML_MAP };

struct yaml_node {
	enum yaml_kind kind;
	bool is_plain;            /* a scalar without quotes: null, true and numbers are only such */
	const char *text;         /* of a scalar */
	struct location location; /* a scalar: its text; a list or map: its first byte */
	struct yaml_node **items; /* of a list; of a map: key, value, key, value ... in the order of the file */
	size_t count;
	size_t capacity;
};

/* Limits: nothing that people write comes near them. */
#define YAML_DEPTH_MAX 64u
#define YAML_SKIPPED_MAX 1000u /* so many levels below that end the reading: libyaml takes longer for each one */
#define YAML_NODES_MAX 500000u

/* The first document of the source; NULL when there is none. After a syntax error (a diagnostic) the tree holds what
 * was read before it. Aliases are not followed and give a diagnostic, so that a few bytes cannot stand for a large
 * tree. */
const struct yaml_node *yaml_read(struct arena *arena, const struct source *source, struct diags *diags);

/* The value of a key, NULL when `map` is no map or has no such key. The last of several equal keys counts. */
const struct yaml_node *yaml_get(const struct yaml_node *map, const char *key);

/* The text of a scalar; NULL for null, ~, an empty plain scalar, an empty string, and for what is no scalar (then with
 * a diagnostic, unless `diags` is NULL). */
const char *yaml_string(const struct yaml_node *node, struct diags *diags);

/* Pushes the texts of a list of scalars; a lone scalar counts as a list of one. */
void yaml_strings(struct arena *arena, const struct yaml_node *node, struct names *out, struct diags *diags);

/* The place of a node; that of `otherwise` when there is none. */
struct location yaml_location(const struct yaml_node *node, const struct yaml_node *otherwise);

#endif
