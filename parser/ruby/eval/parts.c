/* A digest is of the syntax tree: the place of a part, comments and blanks do not count. An evaluation that hands on a place
 * in the file must therefore be bound to the whole file by whoever keeps its result.
 *
 * What a call in a class body does is known from its name (declare.c): most are only remembered, under that name. A call
 * counts for the body of the class as well when it does more than that, or might: when its arguments call something. */
#include "parser/ruby/eval/parts.h"

#include "analyzer/base/hash.h"
#include "analyzer/base/str.h"
#include "parser/ruby/eval/class.h"

#include <stdlib.h>
#include <string.h>

static const char associations[] = "belongs_to has_and_belongs_to_many has_many has_one";

/* What one member adds to a part. */
struct piece {
	const char *part;
	size_t number; /* in the order of the file */
	const char *bytes;
	size_t length;
};

struct parts_reader {
	struct arena *scratch;
	VEC(struct piece) pieces;
};

/* --- names --- */

char *part_name(struct arena *arena, const char *path, enum part_kind kind, const char *member)
{
	static const char *const separators[] = {
		[PART_CLASS] = "",  [PART_CONSTANT] = "::", [PART_METHOD] = "#", [PART_SINGLETON_METHOD] = ".",
		[PART_CALLS] = " ", [PART_BODY] = "{}",
	};
	const char *separator = kind == PART_CONSTANT && !*path ? "" : separators[kind];
	size_t lengths[] = {strlen(path), strlen(separator), member ? strlen(member) : 0};
	char *name = arena_alloc(arena, lengths[0] + lengths[1] + lengths[2] + 1);

	memcpy(name, path, lengths[0]);
	memcpy(name + lengths[0], separator, lengths[1]);
	if (lengths[2])
		memcpy(name + lengths[0] + lengths[1], member, lengths[2]);
	name[lengths[0] + lengths[1] + lengths[2]] = '\0';
	return name;
}

static char *association_name(struct arena *arena, const char *path, const char *macro, const char *name)
{
	return str_printf(arena, "%s %s:%s", path, macro, name);
}

/* --- asking --- */

void parts_watch(struct klass *klass, const struct part_watch *watch)
{
	klass->watch = watch;
	vec_each(struct member, member, klass->members) {
		if (member->kind == MEMBER_CLASS)
			parts_watch(member->klass, watch);
	}
}

void part_ask(const struct klass *klass, enum part_kind kind, const char *member)
{
	const struct part_watch *watch = klass->watch;

	if (!watch || (!member && kind != PART_CLASS && kind != PART_BODY))
		return;
	struct arena_mark mark = arena_mark(watch->arena);
	watch->ask(watch->payload, watch->file, part_name(watch->arena, klass->path, kind, member));
	arena_pop(watch->arena, mark);
}

void part_ask_association(const struct klass *klass, const char *macro, const char *name)
{
	const struct part_watch *watch = klass->watch;

	if (!watch)
		return;
	if (!str_in(macro, associations)) {
		part_ask(klass, PART_CALLS, macro);
		return;
	}
	struct arena_mark mark = arena_mark(watch->arena);
	watch->ask(watch->payload, watch->file, association_name(watch->arena, klass->path, macro, name));
	watch->ask(watch->payload, watch->file, association_name(watch->arena, klass->path, macro, ""));
	arena_pop(watch->arena, mark);
}

/* --- what is written --- */

static void write_node(struct strbuf *out, const struct node *node)
{
	const struct node *parts[] = {node->a, node->b, node->c};
	/* begin ... end while x: what comes first is run first */
	bool is_turned = node->a && node->b && node->b->start < node->a->start;
	unsigned has = (node->name ? 1u : 0u) | (is_turned ? 2u : 0u);

	for (size_t i = 0; i < 3; i++)
		has |= parts[i] ? 4u << i : 0u;
	char head[] = {'n', (char)node->kind, (char)node->flag, (char)has};
	strbuf_add(out, head, sizeof(head));
	if (node->name)
		strbuf_add(out, node->name, strlen(node->name) + 1);
	for (size_t i = 0; i < 3; i++) {
		if (parts[i])
			write_node(out, parts[i]);
	}
	for (const struct node *child = node->children; child; child = child->next)
		write_node(out, child);
	strbuf_putc(out, '.');
}

static struct piece piece_of(struct parts_reader *reader, const struct node *node)
{
	struct strbuf out = strbuf_new(reader->scratch);

	if (node)
		write_node(&out, node);
	return (struct piece){.bytes = out.bytes, .length = out.length};
}

static void add(struct parts_reader *reader, char *part, struct piece piece)
{
	piece.part = part;
	piece.number = reader->pieces.count;
	vec_push(reader->scratch, &reader->pieces, piece);
}

/* --- what calls do --- */

/* Can evaluating this do anything but give a value? Blocks and lambdas are not run by being written down. */
static bool is_inert(const struct node *node)
{
	if (!node || node->kind == NODE_LAMBDA || node->kind == NODE_BLOCK)
		return true;
	switch (node->kind) {
	case NODE_CALL:
		return !node->a && !node->b && node->c && str_in(node->name, "lambda proc");
	case NODE_ARGUMENTS:
	case NODE_ARRAY:
	case NODE_BLOCK_PASS:
	case NODE_CHAINED_STRING:
	case NODE_CONSTANT:
	case NODE_FALSE:
	case NODE_FLOAT:
	case NODE_HASH:
	case NODE_INTEGER:
	case NODE_INTERPOLATION:
	case NODE_NIL:
	case NODE_PAIR:
	case NODE_RANGE:
	case NODE_REGEX:
	case NODE_SCOPE:
	case NODE_SELF:
	case NODE_STRING:
	case NODE_SYMBOL:
	case NODE_TEXT:
	case NODE_TRUE:
		break;
	default:
		return false;
	}
	for (const struct node *child = node->children; child; child = child->next) {
		if (!is_inert(child))
			return false;
	}
	return is_inert(node->a) && is_inert(node->b) && is_inert(node->c);
}

/* 'x' or :x as the first argument; NULL when it is computed. */
static const char *first_name(const struct node *call)
{
	const struct node *argument = call->b ? call->b->children : NULL;

	if (!argument)
		return NULL;
	if (argument->kind == NODE_SYMBOL)
		return argument->name;
	if (argument->kind != NODE_STRING || !argument->children || argument->children->next)
		return NULL;
	return argument->children->kind == NODE_TEXT ? argument->children->name : NULL;
}

/* A call on the class itself. */
static void add_macro(struct parts_reader *reader, const char *path, const struct node *call, struct piece piece)
{
	const char *name = first_name(call);
	enum part_kind made = declaration_part(call->name);
	bool defines = made == PART_METHOD || made == PART_SINGLETON_METHOD;
	bool is_more = made == PART_BODY || (defines && !name) || !is_inert(call->b);

	add(reader, part_name(reader->scratch, path, PART_CALLS, call->name), piece);
	if (str_in(call->name, associations))
		add(reader, association_name(reader->scratch, path, call->name, name ? name : ""), piece);
	if (defines && name)
		add(reader, part_name(reader->scratch, path, made, name), piece);
	if (is_more)
		add(reader, part_name(reader->scratch, path, PART_BODY, NULL), piece);
}

/* A statement of the class body. */
static void add_statement(struct parts_reader *reader, const char *path, const struct node *node)
{
	struct piece piece = piece_of(reader, node);
	bool sets = node->kind == NODE_ASSIGN && node->a && node->a->kind == NODE_CALL && node->a->a &&
		    node->a->a->kind == NODE_SELF;

	if (node->kind == NODE_CALL && node->name && (!node->a || node->a->kind == NODE_SELF)) {
		add_macro(reader, path, node, piece);
		return;
	}
	const char *name = sets ? node->a->name : node->name;
	if (name)
		add(reader, part_name(reader->scratch, path, PART_CALLS, name), piece);
	if (sets ? !is_inert(node->b) : node->kind != NODE_IDENTIFIER)
		add(reader, part_name(reader->scratch, path, PART_BODY, NULL), piece);
}

static void add_class(struct parts_reader *reader, const struct klass *klass)
{
	static const enum part_kind kinds[] = {[MEMBER_METHOD] = PART_METHOD,
					       [MEMBER_SINGLETON_METHOD] = PART_SINGLETON_METHOD,
					       [MEMBER_CONSTANT] = PART_CONSTANT};
	struct strbuf out = strbuf_new(reader->scratch);

	strbuf_putc(&out, klass->is_module ? 'm' : 'c');
	strbuf_add(&out, klass->superclass_path, strlen(klass->superclass_path) + 1);
	if (klass->superclass_node)
		write_node(&out, klass->superclass_node);
	add(reader, part_name(reader->scratch, klass->path, PART_CLASS, NULL),
	    (struct piece){.bytes = out.bytes, .length = out.length});
	vec_each(const struct member, member, klass->members) {
		if (member->kind == MEMBER_CLASS)
			add_class(reader, member->klass);
		else if (member->kind == MEMBER_CALL && member->node)
			add_statement(reader, klass->path, member->node);
		else if (member->kind != MEMBER_CALL && member->name)
			add(reader, part_name(reader->scratch, klass->path, kinds[member->kind], member->name),
			    piece_of(reader, member->node));
	}
}

/* --- all of them --- */

static int piece_order(const void *left, const void *right)
{
	const struct piece *a = left;
	const struct piece *b = right;
	int order = strcmp(a->part, b->part);

	return order ? order : (a->number > b->number) - (a->number < b->number);
}

static uint64_t digest_of(struct arena *scratch, const struct piece *pieces, size_t count)
{
	struct hash_part *list = ARENA_ARRAY(scratch, struct hash_part, count);
	unsigned char digest[HASH_KEY_SIZE];
	uint64_t word;

	for (size_t i = 0; i < count; i++)
		list[i] = (struct hash_part){pieces[i].bytes, pieces[i].length};
	hash_parts(list, count, digest);
	memcpy(&word, digest, sizeof(word));
	return word | 1;
}

struct ruby_parts parts_of(struct arena *arena, const struct klass *root)
{
	struct parts_reader reader = {.scratch = arena_new()};
	struct ruby_parts parts = {0};

	add_class(&reader, root);
	qsort(reader.pieces.items, reader.pieces.count, sizeof(*reader.pieces.items), piece_order);
	for (size_t i = 0, end; i < reader.pieces.count; i = end) {
		const struct piece *first = &reader.pieces.items[i];
		for (end = i + 1; end < reader.pieces.count; end++) {
			if (strcmp(reader.pieces.items[end].part, first->part) != 0)
				break;
		}
		struct ruby_part part = {str_copy(arena, first->part), digest_of(reader.scratch, first, end - i)};
		vec_push(arena, &parts.list, part);
	}
	arena_free(reader.scratch);
	return parts;
}
