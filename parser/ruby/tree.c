/* All of tree-sitter: a file's concrete syntax tree is walked once with a cursor and copied into `struct node`s.
 *
 * The grammar's symbols are mapped to node kinds by name, so that a newer grammar with other numbers still fits. Two
 * things need care: here-documents, whose body stands after the line that starts them (bodies come in the order of
 * their beginnings, so a queue joins the two); and depth, since the walk recurses: below MAX_DEPTH a subtree is cut. */
#include "parser/ruby/ahead.h"
#include "parser/ruby/node.h"
#include "parser/ruby/trees_parse.h"

#include "analyzer/base/cleanup.h"
#include "analyzer/base/str.h"
#include "analyzer/base/vec.h"

#include <stdlib.h>
#include <string.h>
#include <tree_sitter/api.h>

#define MAX_DEPTH 400

const TSLanguage *tree_sitter_ruby(void);

DEFINE_CLEANUP(TSTree *, ts_tree_delete)

/* Where a child goes. */
enum slot { SLOT_CHILD, SLOT_A, SLOT_B, SLOT_C, SLOT_NAME, SLOT_SKIP };

struct kind_row {
	const char *symbol;
	enum node_kind kind;
	uint8_t flag;
};

static const struct kind_row kind_rows[] = {
	{"argument_list", NODE_ARGUMENTS, 0},
	{"array", NODE_ARRAY, 0},
	{"assignment", NODE_ASSIGN, 0},
	{"bare_string", NODE_STRING, 0},
	{"bare_symbol", NODE_SYMBOL, 0},
	{"begin", NODE_BODY, 0},
	{"binary", NODE_BINARY, 0},
	{"block", NODE_BLOCK, 0},
	{"block_argument", NODE_BLOCK_PASS, 0},
	{"block_body", NODE_BODY, 0},
	{"block_parameter", NODE_PARAMETER, PARAMETER_BLOCK},
	{"block_parameters", NODE_PARAMETERS, 0},
	{"body_statement", NODE_BODY, 0},
	{"break", NODE_BREAK, 0},
	{"call", NODE_CALL, 0},
	{"case", NODE_CASE, 0},
	{"chained_string", NODE_CHAINED_STRING, 0},
	{"character", NODE_STRING, 0},
	{"class", NODE_CLASS, 0},
	{"class_variable", NODE_GLOBAL, 0},
	{"conditional", NODE_TERNARY, 0},
	{"constant", NODE_CONSTANT, 0},
	{"delimited_symbol", NODE_SYMBOL, 0},
	{"destructured_left_assignment", NODE_LEFT_LIST, 0},
	{"destructured_parameter", NODE_PARAMETER, PARAMETER_DESTRUCTURED},
	{"do", NODE_BODY, 0},
	{"do_block", NODE_BLOCK, 0},
	{"element_reference", NODE_INDEX, 0},
	{"else", NODE_ELSE, 0},
	{"elsif", NODE_IF, 0},
	{"ensure", NODE_ENSURE, 0},
	{"escape_sequence", NODE_TEXT, 1},
	{"false", NODE_FALSE, 0},
	{"float", NODE_FLOAT, 0},
	{"for", NODE_FOR, 0},
	{"global_variable", NODE_GLOBAL, 0},
	{"hash", NODE_HASH, 0},
	{"hash_key_symbol", NODE_SYMBOL, 0},
	{"hash_splat_argument", NODE_DOUBLE_SPLAT, 0},
	{"hash_splat_parameter", NODE_PARAMETER, PARAMETER_DOUBLE_SPLAT},
	{"heredoc_beginning", NODE_STRING, 2},
	{"heredoc_content", NODE_TEXT, 0},
	{"identifier", NODE_IDENTIFIER, 0},
	{"if", NODE_IF, 0},
	{"if_modifier", NODE_IF, 0},
	{"instance_variable", NODE_IVAR, 0},
	{"integer", NODE_INTEGER, 0},
	{"interpolation", NODE_INTERPOLATION, 0},
	{"keyword_parameter", NODE_PARAMETER, PARAMETER_KEYWORD},
	{"lambda", NODE_LAMBDA, 0},
	{"lambda_parameters", NODE_PARAMETERS, 0},
	{"left_assignment_list", NODE_LEFT_LIST, 0},
	{"method", NODE_METHOD, 0},
	{"method_parameters", NODE_PARAMETERS, 0},
	{"module", NODE_MODULE, 0},
	{"next", NODE_NEXT, 0},
	{"nil", NODE_NIL, 0},
	{"operator_assignment", NODE_OP_ASSIGN, 0},
	{"optional_parameter", NODE_PARAMETER, PARAMETER_OPTIONAL},
	{"pair", NODE_PAIR, 0},
	{"parenthesized_statements", NODE_BODY, 0},
	{"pattern", NODE_BODY, 0},
	{"program", NODE_BODY, 0},
	{"range", NODE_RANGE, 0},
	{"regex", NODE_REGEX, 0},
	{"rescue", NODE_RESCUE, 0},
	{"rescue_modifier", NODE_RESCUE_MODIFIER, 0},
	{"rest_assignment", NODE_SPLAT, 0},
	{"return", NODE_RETURN, 0},
	{"right_assignment_list", NODE_RIGHT_LIST, 0},
	{"scope_resolution", NODE_SCOPE, 0},
	{"self", NODE_SELF, 0},
	{"simple_symbol", NODE_SYMBOL, 0},
	{"singleton_class", NODE_SINGLETON_CLASS, 0},
	{"singleton_method", NODE_SINGLETON_METHOD, 0},
	{"splat_argument", NODE_SPLAT, 0},
	{"splat_parameter", NODE_PARAMETER, PARAMETER_SPLAT},
	{"string", NODE_STRING, 0},
	{"string_array", NODE_ARRAY, 0},
	{"string_content", NODE_TEXT, 0},
	{"super", NODE_SUPER, 0},
	{"symbol_array", NODE_ARRAY, 0},
	{"then", NODE_BODY, 0},
	{"true", NODE_TRUE, 0},
	{"unary", NODE_UNARY, 0},
	{"unless", NODE_UNLESS, 0},
	{"unless_modifier", NODE_UNLESS, 0},
	{"until", NODE_WHILE, 0},
	{"until_modifier", NODE_WHILE, 0},
	{"when", NODE_WHEN, 0},
	{"while", NODE_WHILE, 0},
	{"while_modifier", NODE_WHILE, 0},
	{"yield", NODE_YIELD, 0},
};

struct field_row {
	const char *field;
	enum slot slot;
};

static const struct field_row field_rows[] = {
	{"alternative", SLOT_C},   {"arguments", SLOT_B},  {"begin", SLOT_A},       {"block", SLOT_C},
	{"body", SLOT_B},          {"condition", SLOT_A},  {"consequence", SLOT_B}, {"end", SLOT_B},
	{"exceptions", SLOT_SKIP}, {"handler", SLOT_C},    {"key", SLOT_A},         {"left", SLOT_A},
	{"method", SLOT_NAME},     {"name", SLOT_NAME},    {"object", SLOT_A},      {"operand", SLOT_A},
	{"operator", SLOT_NAME},   {"parameters", SLOT_A}, {"receiver", SLOT_A},    {"right", SLOT_B},
	{"scope", SLOT_A},         {"superclass", SLOT_A}, {"value", SLOT_B},       {"variable", SLOT_SKIP},
};

#define MAX_FIELDS 64

struct ruby_parser {
	TSParser *ts;
	struct ruby_ahead *ahead;
	struct ruby_trees *trees;
	uint32_t symbol_count;
	const struct kind_row **kinds; /* by symbol; NULL: NODE_OTHER */
	enum slot slots[MAX_FIELDS];   /* by field id */
	TSSymbol comment, superclass, heredoc_body, empty_statement, heredoc_end;
	TSFieldId value, object;
};

struct walk {
	const struct ruby_parser *parser;
	struct arena *arena;
	const struct source *source;
	struct ruby_syntax_error *error;
	TSTreeCursor cursor;
	VEC(struct node *) heredocs; /* beginnings whose body has not come yet */
	size_t heredoc_next;
	unsigned depth;
};

static TSSymbol symbol_of(const char *name)
{
	return ts_language_symbol_for_name(tree_sitter_ruby(), name, (uint32_t)strlen(name), true);
}

static TSFieldId field_of(const char *name)
{
	return ts_language_field_id_for_name(tree_sitter_ruby(), name, (uint32_t)strlen(name));
}

static void map_symbols(struct ruby_parser *parser)
{
	const TSLanguage *language = tree_sitter_ruby();

	for (uint32_t i = 0; i < parser->symbol_count; i++) {
		if (ts_language_symbol_type(language, (TSSymbol)i) != TSSymbolTypeRegular)
			continue;
		const char *name = ts_language_symbol_name(language, (TSSymbol)i);
		for (size_t row = 0; row < sizeof(kind_rows) / sizeof(kind_rows[0]); row++) {
			if (str_equal(kind_rows[row].symbol, name))
				parser->kinds[i] = &kind_rows[row];
		}
	}
	for (size_t row = 0; row < sizeof(field_rows) / sizeof(field_rows[0]); row++) {
		TSFieldId id = field_of(field_rows[row].field);
		if (id < MAX_FIELDS)
			parser->slots[id] = field_rows[row].slot;
	}
	parser->slots[0] = SLOT_CHILD;
	parser->comment = symbol_of("comment");
	parser->superclass = symbol_of("superclass");
	parser->heredoc_body = symbol_of("heredoc_body");
	parser->heredoc_end = symbol_of("heredoc_end");
	parser->empty_statement = symbol_of("empty_statement");
	parser->value = field_of("value");
	parser->object = field_of("object");
}

struct ruby_parser *ruby_parser_new(void)
{
	struct ruby_parser *parser = calloc(1, sizeof(*parser));

	if (!parser)
		return NULL;
	parser->ts = ts_parser_new();
	parser->symbol_count = ts_language_symbol_count(tree_sitter_ruby());
	parser->kinds = calloc(parser->symbol_count, sizeof(const struct kind_row *));
	if (!parser->ts || !parser->kinds || !ts_parser_set_language(parser->ts, tree_sitter_ruby())) {
		ruby_parser_free(parser);
		return NULL;
	}
	map_symbols(parser);
	return parser;
}

void ruby_parser_free(struct ruby_parser *parser)
{
	if (!parser)
		return;
	if (parser->ts)
		ts_parser_delete(parser->ts);
	free(parser->kinds);
	free(parser);
}

void ruby_parser_set_ahead(struct ruby_parser *parser, struct ruby_ahead *ahead)
{
	parser->ahead = ahead;
}

void ruby_parser_set_trees(struct ruby_parser *parser, struct ruby_trees *trees)
{
	parser->trees = trees;
}

struct location node_location(const struct source *source, const struct node *node)
{
	return (struct location){source, node->start, node->end - node->start};
}

static struct node *convert(struct walk *walk, TSNode ts);

static char *text_of(struct walk *walk, TSNode node)
{
	uint32_t start = ts_node_start_byte(node);
	return str_copy_n(walk->arena, walk->source->bytes + start, ts_node_end_byte(node) - start);
}

static void put_utf8(struct strbuf *out, unsigned long code)
{
	if (code < 0x80) {
		strbuf_putc(out, (char)code);
	} else if (code < 0x800) {
		strbuf_putc(out, (char)(0xc0 | (code >> 6)));
		strbuf_putc(out, (char)(0x80 | (code & 0x3f)));
	} else {
		strbuf_putc(out, (char)(0xe0 | ((code >> 12) & 0xf)));
		strbuf_putc(out, (char)(0x80 | ((code >> 6) & 0x3f)));
		strbuf_putc(out, (char)(0x80 | (code & 0x3f)));
	}
}

/* "\n" -> a line break, "\u00e9" -> its bytes, an escaped line break -> nothing. */
static char *decode_escape(struct walk *walk, const char *text)
{
	static const char from[] = "nrtsabefv0";
	static const char to[] = "\n\r\t \a\b\033\f\v";
	struct strbuf out = strbuf_new(walk->arena);
	const char *known = text[1] ? strchr(from, text[1]) : NULL;

	if (text[1] == '\n')
		return strbuf_finish(&out);
	if (text[1] == 'u' || text[1] == 'x')
		put_utf8(&out, strtoul(text + 2 + (text[2] == '{'), NULL, 16));
	else if (known && *known && *known != '0')
		strbuf_putc(&out, to[known - from]);
	else
		strbuf_puts(&out, text + 1);
	return strbuf_finish(&out);
}

static void append_child(struct node *parent, struct node **tail, struct node *child)
{
	if (*tail)
		(*tail)->next = child;
	else
		parent->children = child;
	*tail = child;
}

/* The part of a node that a child with a field becomes: `value` and `object` mean different parts in a few kinds. */
static enum slot slot_of(const struct ruby_parser *parser, const struct node *node, TSFieldId field)
{
	if (!field)
		return SLOT_CHILD;
	if (field == parser->value &&
	    (node->kind == NODE_CASE || node->kind == NODE_SINGLETON_CLASS || node->kind == NODE_FOR))
		return SLOT_A;
	if (field == parser->object && node->kind == NODE_SINGLETON_METHOD)
		return SLOT_C;
	return field < MAX_FIELDS ? parser->slots[field] : SLOT_CHILD;
}

/* The body of the next here-document whose beginning was seen. */
static void attach_heredoc(struct walk *walk)
{
	struct node *owner = NULL;
	struct node *tail = NULL;
	TSNode body = ts_tree_cursor_current_node(&walk->cursor);

	if (walk->heredoc_next < walk->heredocs.count)
		owner = walk->heredocs.items[walk->heredoc_next++];
	if (!owner || !ts_tree_cursor_goto_first_child(&walk->cursor))
		return;
	/* Text between named children (white space at line starts) is not a node: keep it as text. */
	uint32_t at = ts_node_start_byte(body);
	do {
		TSNode child = ts_tree_cursor_current_node(&walk->cursor);
		bool ends = ts_node_symbol(child) == walk->parser->heredoc_end;
		uint32_t start = ts_node_start_byte(child);
		if (start > at && !ends) {
			struct node *gap = ARENA_NEW(walk->arena, struct node);
			*gap = (struct node){.kind = NODE_TEXT,
					     .start = at,
					     .end = start,
					     .name = str_copy_n(walk->arena, walk->source->bytes + at, start - at)};
			append_child(owner, &tail, gap);
		}
		if (!ends && ts_node_is_named(child)) {
			struct node *part = convert(walk, child);
			if (part)
				append_child(owner, &tail, part);
		}
		at = ts_node_end_byte(child);
	} while (ts_tree_cursor_goto_next_sibling(&walk->cursor));
	ts_tree_cursor_goto_parent(&walk->cursor);
}

/* A call's method may be `super` or `yield`; a superclass node only wraps its expression. */
static void place_child(struct walk *walk, struct node *node, struct node **tail)
{
	TSNode ts = ts_tree_cursor_current_node(&walk->cursor);
	TSSymbol symbol = ts_node_symbol(ts);

	if (symbol == walk->parser->comment || symbol == walk->parser->empty_statement)
		return;
	enum slot slot = slot_of(walk->parser, node, ts_tree_cursor_current_field_id(&walk->cursor));
	if (slot == SLOT_SKIP)
		return;
	if (symbol == walk->parser->heredoc_body) {
		attach_heredoc(walk);
		return;
	}
	if (slot == SLOT_NAME) {
		node->name = text_of(walk, ts);
		return;
	}
	if (!ts_node_is_named(ts)) {
		if (node->kind == NODE_RANGE && ts_node_end_byte(ts) - ts_node_start_byte(ts) == 3)
			node->flag = 1;
		return;
	}
	struct node *child = convert(walk, ts);
	if (!child)
		return;
	if (slot == SLOT_A && !node->a)
		node->a = child;
	else if (slot == SLOT_B && !node->b)
		node->b = child;
	else if (slot == SLOT_C && !node->c)
		node->c = child;
	else
		append_child(node, tail, child);
}

static void convert_children(struct walk *walk, struct node *node)
{
	struct node *tail = NULL;

	if (!ts_tree_cursor_goto_first_child(&walk->cursor))
		return;
	do {
		place_child(walk, node, &tail);
	} while (ts_tree_cursor_goto_next_sibling(&walk->cursor));
	ts_tree_cursor_goto_parent(&walk->cursor);
}

/* Kinds whose text is their name. */
static bool is_leaf(enum node_kind kind)
{
	switch (kind) {
	case NODE_IDENTIFIER:
	case NODE_CONSTANT:
	case NODE_IVAR:
	case NODE_GLOBAL:
	case NODE_INTEGER:
	case NODE_FLOAT:
	case NODE_TEXT:
		return true;
	default:
		return false;
	}
}

/* In single quotes only \' and \\ are escapes; the grammar leaves them in the text. */
static void decode_single_quoted(struct walk *walk, struct node *node)
{
	for (struct node *part = node->children; part; part = part->next) {
		if (part->kind != NODE_TEXT || part->flag || !strchr(part->name, '\\'))
			continue;
		struct strbuf out = strbuf_new(walk->arena);
		for (const char *c = part->name; *c; c++) {
			c += *c == '\\' && (c[1] == '\'' || c[1] == '\\');
			strbuf_putc(&out, *c);
		}
		part->name = strbuf_finish(&out);
	}
}

/* After the children are in place: what the grammar nests differently from what the evaluator wants. */
static void settle(struct walk *walk, struct node *node, TSNode ts)
{
	switch (node->kind) {
	case NODE_SYMBOL:
		if (!node->children && ts_node_named_child_count(ts) == 0) {
			const char *text = text_of(walk, ts);
			node->name = *text == ':' ? text + 1 : text;
		} else if (walk->source->bytes[node->start] == ':' && walk->source->bytes[node->start + 1] == '\'') {
			decode_single_quoted(walk, node);
		}
		break;
	case NODE_STRING:
		if (walk->source->bytes[node->start] == '\'')
			decode_single_quoted(walk, node);
		if (node->flag == 2) {
			const char *text = text_of(walk, ts);
			if (text[2] == '~')
				node->flag = 1;
			vec_push(walk->arena, &walk->heredocs, node);
		}
		break;
	case NODE_RETURN:
	case NODE_NEXT:
	case NODE_BREAK:
	case NODE_YIELD:
		node->b = node->children;
		node->children = NULL;
		break;
	case NODE_CALL:
		if (str_equal(node->name, "super") && !node->a)
			node->kind = NODE_SUPER;
		break;
	case NODE_SPLAT:
	case NODE_DOUBLE_SPLAT:
	case NODE_BLOCK_PASS:
		node->a = node->children;
		node->children = NULL;
		break;
	case NODE_PARAMETERS:
		for (struct node *child = node->children; child; child = child->next) {
			if (child->kind == NODE_IDENTIFIER) {
				child->kind = NODE_PARAMETER;
				child->flag = PARAMETER_PLAIN;
			}
		}
		break;
	default:
		break;
	}
}

/* `ts`, the current node of the cursor, as a struct node; NULL for what has no meaning. */
static struct node *convert(struct walk *walk, TSNode ts)
{
	TSSymbol symbol = ts_node_symbol(ts);
	const struct kind_row *row = symbol < walk->parser->symbol_count ? walk->parser->kinds[symbol] : NULL;

	if (symbol == walk->parser->superclass) { /* `< X`: its only named child */
		struct node *inner = NULL;
		if (!ts_tree_cursor_goto_first_child(&walk->cursor))
			return NULL;
		do {
			TSNode child = ts_tree_cursor_current_node(&walk->cursor);
			if (ts_node_is_named(child))
				inner = convert(walk, child);
		} while (ts_tree_cursor_goto_next_sibling(&walk->cursor));
		ts_tree_cursor_goto_parent(&walk->cursor);
		return inner;
	}
	struct node *node = ARENA_NEW(walk->arena, struct node);
	node->kind = row ? row->kind : NODE_OTHER;
	node->flag = row ? row->flag : 0;
	node->start = ts_node_start_byte(ts);
	node->end = ts_node_end_byte(ts);
	if (is_leaf(node->kind)) {
		node->name = text_of(walk, ts);
		if (node->kind == NODE_TEXT && row->flag)
			node->name = decode_escape(walk, node->name);
		return node;
	}
	if (walk->depth >= MAX_DEPTH) {
		walk->error->too_deep = true;
		return node;
	}
	walk->depth++;
	convert_children(walk, node);
	walk->depth--;
	settle(walk, node, ts);
	return node;
}

/* The first ERROR or missing node, in document order. */
static uint32_t first_error(TSNode node)
{
	for (unsigned depth = 0; depth < 10000; depth++) {
		uint32_t count = ts_node_child_count(node);
		bool down = false;
		if (ts_node_is_missing(node) || strcmp(ts_node_type(node), "ERROR") == 0)
			break;
		for (uint32_t i = 0; i < count && !down; i++) {
			TSNode child = ts_node_child(node, i);
			if (ts_node_has_error(child) || ts_node_is_missing(child)) {
				node = child;
				down = true;
			}
		}
		if (!down)
			break;
	}
	return ts_node_start_byte(node);
}

static struct node *parse_now(struct ruby_parser *parser, struct arena *arena, const struct source *source,
			      struct ruby_syntax_error *error)
{
	*error = (struct ruby_syntax_error){0};
	_cleanup_(ts_tree_delete) TSTree *tree =
		ts_parser_parse_string(parser->ts, NULL, source->bytes, (uint32_t)source->length);
	if (!tree) {
		error->found = true;
		return ARENA_NEW(arena, struct node);
	}
	TSNode root = ts_tree_root_node(tree);
	struct walk walk = {.parser = parser, .arena = arena, .source = source, .error = error};
	walk.cursor = ts_tree_cursor_new(root);
	if (ts_node_has_error(root)) {
		error->found = true;
		error->offset = first_error(root);
	}
	struct node *node = convert(&walk, root);
	ts_tree_cursor_delete(&walk.cursor);
	return node ? node : ARENA_NEW(arena, struct node);
}

static struct node *parse_once(struct ruby_parser *parser, struct arena *arena, const struct source *source,
			       struct ruby_syntax_error *error)
{
	struct node *node = parser->ahead ? ruby_ahead_take(parser->ahead, arena, source, error) : NULL;

	return node ? node : parse_now(parser, arena, source, error);
}

struct node *ruby_parse(struct ruby_parser *parser, struct arena *arena, const struct source *source,
			struct ruby_syntax_error *error)
{
	/* what the program brings along has no path, and is no file of a tree */
	if (!parser->trees || !*source->path)
		return parse_once(parser, arena, source, error);
	struct ruby_tree *tree = ruby_trees_find(parser->trees, source);
	if (!tree->program)
		tree->program = parse_once(parser, tree->arena, source, &tree->error);
	*error = tree->error;
	return tree->program;
}

void ruby_parse_only(struct ruby_parser *parser, const struct source *source)
{
	_cleanup_(ts_tree_delete) TSTree *tree =
		ts_parser_parse_string(parser->ts, NULL, source->bytes, (uint32_t)source->length);
	(void)tree;
}
