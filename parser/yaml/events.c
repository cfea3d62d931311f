/* libyaml gives events; a stack of open lists and maps makes the tree. An open node is linked into its parent at once,
 * so that after a syntax error everything before it is there.
 *
 * libyaml counts characters, we count bytes: a cursor moves along with the marks, which come in the order of the file
 * but for the end of a block, where they may step back; then the cursor starts again. */
#include "parser/yaml/events.h"

#include <string.h>
#include <yaml.h>

struct reader {
	struct arena *arena;
	const struct source *source;
	struct diags *diags;
	yaml_parser_t parser;
	struct yaml_node *root;
	struct yaml_node *open[YAML_DEPTH_MAX];
	size_t depth;
	size_t skipped_depth; /* levels below the limit, which are not kept */
	size_t nodes;
	size_t characters; /* the cursor: so many characters ... */
	size_t bytes;      /* ... are so many bytes */
};

static uint32_t byte_offset(struct reader *reader, size_t index)
{
	const char *bytes = reader->source->bytes;

	if (index < reader->characters) {
		reader->characters = 0;
		reader->bytes = 0;
	}
	while (reader->characters < index && reader->bytes < reader->source->length) {
		reader->bytes++;
		while (reader->bytes < reader->source->length && ((unsigned char)bytes[reader->bytes] & 0xc0) == 0x80)
			reader->bytes++;
		reader->characters++;
	}
	return (uint32_t)reader->bytes;
}

static struct location place(struct reader *reader, yaml_mark_t start, yaml_mark_t end)
{
	uint32_t from = byte_offset(reader, start.index);
	uint32_t to = byte_offset(reader, end.index);

	return (struct location){reader->source, from, to > from ? to - from : 0};
}

/* Links a new node into the innermost open list or map. NULL beyond the limits. */
static struct yaml_node *node_add(struct reader *reader, enum yaml_kind kind, const yaml_event_t *event)
{
	struct yaml_node *node;

	if (reader->skipped_depth || reader->nodes > YAML_NODES_MAX)
		return NULL;
	struct location location = place(reader, event->start_mark, event->end_mark);
	if (reader->nodes++ == YAML_NODES_MAX) {
		diag_add(reader->diags, DIAG_yaml_limit, location, "more than %u nodes; the rest is not read",
			 YAML_NODES_MAX);
		return NULL;
	}
	node = ARENA_NEW(reader->arena, struct yaml_node);
	node->kind = kind;
	node->location = location;
	if (reader->depth)
		vec_push(reader->arena, reader->open[reader->depth - 1], node);
	else if (!reader->root)
		reader->root = node;
	return node;
}

static void node_open(struct reader *reader, enum yaml_kind kind, const yaml_event_t *event)
{
	struct yaml_node *node = node_add(reader, kind, event);

	if (node && reader->depth < YAML_DEPTH_MAX) {
		reader->open[reader->depth++] = node;
		return;
	}
	if (node)
		diag_add(reader->diags, DIAG_yaml_limit, node->location, "nested more than %u deep", YAML_DEPTH_MAX);
	reader->skipped_depth++;
}

static void node_close(struct reader *reader)
{
	if (reader->skipped_depth)
		reader->skipped_depth--;
	else if (reader->depth)
		reader->depth--;
}

static void scalar_add(struct reader *reader, const yaml_event_t *event)
{
	struct yaml_node *node = node_add(reader, YAML_SCALAR, event);

	if (!node)
		return;
	node->is_plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	node->text = str_copy_n(reader->arena, (const char *)event->data.scalar.value, event->data.scalar.length);
}

static void alias_add(struct reader *reader, const yaml_event_t *event)
{
	struct yaml_node *node = node_add(reader, YAML_SCALAR, event);

	if (!node)
		return;
	node->is_plain = true;
	node->text = "";
	diag_add(reader->diags, DIAG_yaml_alias, node->location, "the alias '%s' is not followed",
		 (const char *)event->data.alias.anchor);
}

/* Takes one event in; false at the end of the first document. */
static bool take(struct reader *reader, const yaml_event_t *event)
{
	switch (event->type) {
	case YAML_SCALAR_EVENT:
		scalar_add(reader, event);
		return true;
	case YAML_ALIAS_EVENT:
		alias_add(reader, event);
		return true;
	case YAML_SEQUENCE_START_EVENT:
		node_open(reader, YAML_LIST, event);
		return reader->skipped_depth < YAML_SKIPPED_MAX;
	case YAML_MAPPING_START_EVENT:
		node_open(reader, YAML_MAP, event);
		return reader->skipped_depth < YAML_SKIPPED_MAX;
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		node_close(reader);
		return true;
	case YAML_DOCUMENT_END_EVENT:
	case YAML_STREAM_END_EVENT:
		return false;
	default:
		return true;
	}
}

static void report_error(struct reader *reader)
{
	const yaml_parser_t *parser = &reader->parser;
	size_t index = parser->problem_mark.index ? parser->problem_mark.index : parser->problem_offset;
	struct location location = {reader->source, byte_offset(reader, index), 0};
	const char *problem = parser->problem ? parser->problem : "cannot be read";

	if (parser->context)
		diag_add(reader->diags, DIAG_yaml_syntax, location, "%s, %s", parser->context, problem);
	else
		diag_add(reader->diags, DIAG_yaml_syntax, location, "%s", problem);
}

const struct yaml_node *yaml_read(struct arena *arena, const struct source *source, struct diags *diags)
{
	struct reader reader = {.arena = arena, .source = source, .diags = diags};
	bool more = true;

	if (!yaml_parser_initialize(&reader.parser))
		return NULL;
	yaml_parser_set_input_string(&reader.parser, (const unsigned char *)source->bytes, source->length);
	yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
	while (more) {
		yaml_event_t event;
		if (!yaml_parser_parse(&reader.parser, &event)) {
			report_error(&reader);
			break;
		}
		more = take(&reader, &event);
		yaml_event_delete(&event);
	}
	yaml_parser_delete(&reader.parser);
	return reader.root;
}

const struct yaml_node *yaml_get(const struct yaml_node *map, const char *key)
{
	if (!map || map->kind != YAML_MAP)
		return NULL;
	for (size_t i = map->count / 2; i-- > 0;) {
		const struct yaml_node *name = map->items[2 * i];
		if (name->kind == YAML_SCALAR && strcmp(name->text, key) == 0)
			return map->items[2 * i + 1];
	}
	return NULL;
}

const char *yaml_string(const struct yaml_node *node, struct diags *diags)
{
	if (!node)
		return NULL;
	if (node->kind != YAML_SCALAR) {
		if (diags)
			diag_add(diags, DIAG_yaml_value, node->location, "a %s where a single value is expected",
				 node->kind == YAML_LIST ? "list" : "map");
		return NULL;
	}
	if (*node->text == '\0' || (node->is_plain && str_in(node->text, "~ null Null NULL")))
		return NULL;
	return node->text;
}

void yaml_strings(struct arena *arena, const struct yaml_node *node, struct names *out, struct diags *diags)
{
	if (!node)
		return;
	if (node->kind != YAML_LIST) {
		const char *text = yaml_string(node, diags);
		if (text)
			names_push(arena, out, text);
		return;
	}
	for (size_t i = 0; i < node->count; i++) {
		const char *text = yaml_string(node->items[i], diags);
		if (text)
			names_push(arena, out, text);
	}
}

struct location yaml_location(const struct yaml_node *node, const struct yaml_node *otherwise)
{
	if (node)
		return node->location;
	return otherwise ? otherwise->location : (struct location){0};
}
