/* Literals: texts with their interpolations and here-documents, lists, hashes, numbers, ranges, blocks as values. */
#include "parser/ruby/eval/scope.h"

#include <stdlib.h>
#include <string.h>

static void add_text_part(struct interp *in, struct strbuf *out, struct value part, struct text *text)
{
	struct text piece = value_to_text(in, part);

	strbuf_add(out, piece.bytes, piece.length);
	text->partial |= piece.partial;
	text->likely |= piece.likely;
}

/* The least indentation of the lines of a squiggly here-document, counted over its literal text only. */
static size_t heredoc_indent(const struct node *node)
{
	size_t least = SIZE_MAX;
	bool at_start = true;

	for (const struct node *part = node->children; part; part = part->next) {
		if (part->kind != NODE_TEXT || part->flag) {
			if (at_start)
				least = 0;
			at_start = false;
			continue;
		}
		for (const char *c = part->name; *c;) {
			size_t indent = strspn(c, " \t");
			bool blank = c[indent] == '\n' || (c[indent] == '\0' && !part->next);
			bool ends = c[indent] == '\0' && part->next;
			if (at_start && !blank && indent < least)
				least = indent;
			const char *end = strchr(c, '\n');
			at_start = end != NULL || (at_start && ends && indent == 0);
			c = end ? end + 1 : c + strlen(c);
			if (!end)
				at_start = false;
		}
	}
	return least == SIZE_MAX ? 0 : least;
}

/* Literal text with `indent` characters of white space taken from the start of every line. */
static void add_undented(struct strbuf *out, const char *text, size_t indent, bool *at_start)
{
	for (const char *c = text; *c; c++) {
		if (*at_start && indent) {
			size_t skip = strspn(c, " \t");
			c += skip < indent ? skip : indent;
			if (!*c)
				break;
		}
		*at_start = *c == '\n';
		strbuf_putc(out, *c);
	}
}

static struct text eval_text(struct interp *in, const struct node *node)
{
	struct strbuf out = strbuf_new(in->arena);
	struct text text = {0};
	bool heredoc = node->kind == NODE_STRING && node->flag;
	size_t indent = heredoc && node->flag == 1 ? heredoc_indent(node) : 0;
	bool at_start = true;
	const struct node *part = node->children;

	if (node->kind == NODE_SYMBOL && node->name)
		strbuf_puts(&out, node->name);
	for (; part; part = part->next) {
		if (part->kind == NODE_TEXT) {
			const char *bytes = part->name;
			if (heredoc && part == node->children && *bytes == '\n')
				bytes++; /* the line break after the beginning */
			if (heredoc && !part->flag)
				add_undented(&out, bytes, indent, &at_start);
			else
				strbuf_puts(&out, bytes);
		} else {
			add_text_part(in, &out, interp_eval(in, part), &text);
			at_start = false;
		}
	}
	text.bytes = strbuf_finish(&out);
	text.length = out.length;
	return text;
}

struct value eval_string(struct interp *in, const struct node *node)
{
	struct text *text = ARENA_NEW(in->arena, struct text);

	*text = eval_text(in, node);
	return value_text(node->kind == NODE_SYMBOL ? VALUE_SYMBOL : VALUE_STRING, text);
}

struct value eval_chained(struct interp *in, const struct node *node)
{
	struct strbuf out = strbuf_new(in->arena);
	struct text *text = ARENA_NEW(in->arena, struct text);

	for (const struct node *child = node->children; child; child = child->next)
		add_text_part(in, &out, interp_eval(in, child), text);
	text->bytes = strbuf_finish(&out);
	text->length = out.length;
	return value_text(VALUE_STRING, text);
}

static void push_splat(struct interp *in, struct array *array, struct value value)
{
	if (value.kind == VALUE_ARRAY) {
		for (size_t i = 0; i < value.array->count; i++)
			array_push(in, array, value.array->items[i]);
		array->open |= value.array->open;
	} else if (value.kind == VALUE_UNKNOWN || value.kind == VALUE_RELATION) {
		array->open = true;
	} else if (value.kind != VALUE_NIL) {
		array_push(in, array, value);
	}
}

struct value eval_list(struct interp *in, const struct node *first)
{
	struct value array = value_new_array(in);
	struct value hash = {.kind = VALUE_NIL};

	for (const struct node *child = first; child; child = child->next) {
		if (child->kind == NODE_PAIR || child->kind == NODE_DOUBLE_SPLAT) { /* [a, b: 1] */
			if (hash.kind == VALUE_NIL)
				hash = value_new_hash(in);
			eval_pair(in, hash.hash, child);
		} else if (child->kind == NODE_SPLAT) {
			push_splat(in, array.array, interp_eval(in, child->a));
		} else {
			array_push(in, array.array, interp_eval(in, child));
		}
	}
	if (hash.kind == VALUE_HASH)
		array_push(in, array.array, hash);
	return array;
}

void eval_pair(struct interp *in, struct hash *hash, const struct node *node)
{
	if (node->kind == NODE_DOUBLE_SPLAT) {
		struct value value = node->a ? interp_eval(in, node->a) : value_unknown(in, node, "a splat");
		if (value.kind != VALUE_HASH) {
			hash->open |= value.kind != VALUE_NIL;
			return;
		}
		vec_each(struct hash_entry, entry, value.hash) {
			hash_set(in, hash, entry->key, entry->value);
		}
		hash->open |= value.hash->open;
		return;
	}
	struct value key = interp_eval(in, node->a);
	struct value value;
	if (node->b) {
		value = interp_eval(in, node->b);
	} else { /* {name:} */
		struct node shorthand = {
			.kind = NODE_IDENTIFIER, .start = node->start, .end = node->end, .name = node->a->name};
		value = interp_eval(in, &shorthand);
	}
	if (key.kind == VALUE_UNKNOWN)
		hash->open = true;
	else
		hash_set(in, hash, key, value);
}

struct value eval_hash(struct interp *in, const struct node *node)
{
	struct value hash = value_new_hash(in);

	for (const struct node *child = node->children; child; child = child->next) {
		if (child->kind == NODE_PAIR || child->kind == NODE_DOUBLE_SPLAT)
			eval_pair(in, hash.hash, child);
	}
	return hash;
}

struct value eval_integer(const struct node *node)
{
	char digits[32];
	size_t length = 0;

	for (const char *c = node->name; *c && length + 1 < sizeof(digits); c++) {
		if (*c != '_')
			digits[length++] = *c;
	}
	digits[length] = '\0';
	bool binary = digits[0] == '0' && (digits[1] == 'b' || digits[1] == 'B');
	bool octal = digits[0] == '0' && (digits[1] == 'o' || digits[1] == 'O');
	return value_integer(strtoll(digits + (binary || octal ? 2 : 0), NULL, binary ? 2 : octal ? 8 : 0));
}

struct value eval_range(struct interp *in, const struct node *node)
{
	struct range *range = ARENA_NEW(in->arena, struct range);

	range->first = node->a ? interp_eval(in, node->a) : value_nil();
	range->last = node->b ? interp_eval(in, node->b) : value_nil();
	range->exclusive = node->flag;
	return (struct value){.kind = VALUE_RANGE, .range = range};
}

struct proc *proc_new(struct interp *in, const struct node *block)
{
	struct proc *proc = ARENA_NEW(in->arena, struct proc);

	if (block->kind == NODE_LAMBDA) {
		proc->is_lambda = true;
		proc->parameters = block->a;
		proc->body = block->b ? block->b->b : NULL;
		if (!proc->parameters && block->b)
			proc->parameters = block->b->a;
	} else {
		proc->parameters = block->a;
		proc->body = block->b;
	}
	proc->source = in->frame ? in->frame->source : NULL;
	proc->scope = in->scope;
	proc->frame = in->frame;
	return proc;
}
