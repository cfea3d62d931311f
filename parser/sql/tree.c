/* The border to libpg_query.
 *
 * Each statement is parsed alone: the library answers with a message whose tree is taken over into the arena (see
 * handover.h), and the message is released at once. Peak memory is that of the largest statement, and a statement that
 * does not parse loses only itself.
 *
 * Messages describe themselves, so tree_each_child() walks any kind of node without knowing it. */
#include "parser/sql/tree.h"

#include "analyzer/base/cleanup.h"
#include "analyzer/base/str.h"
#include "parser/sql/handover.h"

#include <limits.h>
#include <pg_query.h>
#include <string.h>

/* libpg_query 15-4.0 loses one byte when the body of a function has a syntax error. LeakSanitizer, when it is linked
 * in, is told so; otherwise these are NULL. */
extern void __lsan_disable(void) __attribute__((weak));
extern void __lsan_enable(void) __attribute__((weak));

static void parse_result_free(PgQueryProtobufParseResult *result)
{
	pg_query_free_protobuf_parse_result(*result);
}

static void plpgsql_result_free(PgQueryPlpgsqlParseResult *result)
{
	pg_query_free_plpgsql_parse_result(*result);
}

/* The library counts characters from 1; 0 means that it does not know. */
static size_t byte_offset(const char *text, int cursor)
{
	size_t i = 0;

	for (int left = cursor - 1; left > 0 && text[i]; left--) {
		i++;
		while (((unsigned char)text[i] & 0xc0) == 0x80)
			i++;
	}
	return cursor > 0 ? i : strlen(text);
}

bool tree_parse(struct arena *arena, const char *text, struct sql_tree *out)
{
	__attribute__((cleanup(parse_result_free))) PgQueryProtobufParseResult result = pg_query_parse_protobuf(text);
	PgQuery__ParseResult *parsed;

	*out = (struct sql_tree){0};
	if (result.error) {
		out->error = str_copy(arena, result.error->message ? result.error->message : "syntax error");
		out->error_offset = byte_offset(text, result.error->cursorpos);
		return false;
	}
	parsed = handover_take(arena, result.parse_tree.data, result.parse_tree.len);
	if (!parsed) {
		out->error = "the tree of the statement could not be read";
		return false;
	}
	out->statements = ARENA_ARRAY(arena, const node_t *, parsed->n_stmts);
	for (size_t i = 0; i < parsed->n_stmts; i++) {
		if (parsed->stmts[i]->stmt)
			out->statements[out->count++] = parsed->stmts[i]->stmt;
	}
	return true;
}

static PgQueryPlpgsqlParseResult parse_plpgsql(const char *text)
{
	PgQueryPlpgsqlParseResult result;

	if (__lsan_disable)
		__lsan_disable();
	result = pg_query_parse_plpgsql(text);
	if (__lsan_enable)
		__lsan_enable();
	return result;
}

char *tree_plpgsql(struct arena *arena, const char *text, const char **error_out)
{
	__attribute__((cleanup(plpgsql_result_free))) PgQueryPlpgsqlParseResult result = parse_plpgsql(text);

	if (result.error) {
		*error_out = str_copy(arena, result.error->message ? result.error->message : "syntax error");
		return NULL;
	}
	return str_copy(arena, result.plpgsql_funcs ? result.plpgsql_funcs : "[]");
}

typedef void (*message_visit)(void *payload, const ProtobufCMessage *message);

/* Calls `visit` for every message that `message` itself holds. */
static void each_field(const ProtobufCMessage *message, message_visit visit, void *payload)
{
	const ProtobufCMessageDescriptor *descriptor = message->descriptor;

	for (unsigned i = 0; i < descriptor->n_fields; i++) {
		const ProtobufCFieldDescriptor *field = &descriptor->fields[i];
		const char *member = (const char *)message + field->offset;

		if (field->type != PROTOBUF_C_TYPE_MESSAGE || (field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF))
			continue;
		if (field->label == PROTOBUF_C_LABEL_REPEATED) {
			size_t count =
				*(const size_t *)(const void *)((const char *)message + field->quantifier_offset);
			ProtobufCMessage *const *items = *(ProtobufCMessage *const *const *)(const void *)member;

			for (size_t j = 0; j < count; j++)
				visit(payload, items[j]);
		} else {
			visit(payload, *(ProtobufCMessage *const *)(const void *)member);
		}
	}
}

/* The message that a node stands for; NULL for an empty node. */
static const ProtobufCMessage *node_message(const node_t *node)
{
	/* All members of the union are pointers to messages. */
	if (!node || node->node_case == PG_QUERY__NODE__NODE__NOT_SET)
		return NULL;
	return (const ProtobufCMessage *)(const void *)node->alias;
}

struct node_visit {
	tree_visit visit;
	void *payload;
};

/* Messages that are no nodes are looked through. */
static void visit_message(void *payload, const ProtobufCMessage *message)
{
	const struct node_visit *nodes = payload;

	if (!message)
		return;
	if (message->descriptor == &pg_query__node__descriptor)
		nodes->visit(nodes->payload, (const node_t *)message);
	else
		each_field(message, visit_message, payload);
}

void tree_each_child(const node_t *node, tree_visit visit, void *payload)
{
	const ProtobufCMessage *message = node_message(node);

	if (message)
		each_field(message, visit_message, &(struct node_visit){visit, payload});
}

struct table_list {
	struct arena *arena;
	struct names *names;
};

static void list_tables(void *payload, const ProtobufCMessage *message)
{
	struct table_list *tables = payload;

	if (message && message->descriptor == &pg_query__node__descriptor)
		message = node_message((const node_t *)message);
	if (!message)
		return;
	if (message->descriptor == &pg_query__range_var__descriptor)
		names_push(tables->arena, tables->names, ((const PgQuery__RangeVar *)message)->relname);
	each_field(message, list_tables, tables);
}

void tree_tables(struct arena *arena, const node_t *node, struct names *out)
{
	list_tables(&(struct table_list){arena, out}, node ? &node->base : NULL);
}

static void leftmost(void *payload, const node_t *node)
{
	int *least = payload;
	const ProtobufCMessage *message;
	const ProtobufCFieldDescriptor *field;

	message = node_message(node);
	if (!message)
		return;
	field = protobuf_c_message_descriptor_get_field_by_name(message->descriptor, "location");
	if (field) {
		int here = *(const int32_t *)(const void *)((const char *)message + field->offset);

		if (here > 0 && here < *least)
			*least = here;
	}
	tree_each_child(node, leftmost, payload);
}

bool tree_location(const node_t *node, size_t *offset_out)
{
	int least = INT_MAX;

	leftmost(&least, node);
	if (least == INT_MAX)
		return false;
	*offset_out = (size_t)least;
	return true;
}
