/* Strings and symbols. A text with placeholders is handled like any other where the method only joins or trims; a
 * method whose answer would depend on the unknown part gives an unknown value. */
#include "parser/ruby/core/core.h"

#include "parser/ruby/eval/inflect.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static const struct text *self_text(const struct call *call)
{
	return call->receiver.text;
}

static struct value changed(struct interp *in, const struct call *call, const char *bytes, size_t length)
{
	struct value value = value_string_n(in, bytes, length);
	struct text *text = ARENA_NEW(in->arena, struct text);

	*text = *value.text;
	text->partial = self_text(call)->partial;
	text->likely = self_text(call)->likely;
	return value_text(VALUE_STRING, text);
}

static struct value not_known(struct interp *in, const struct call *call)
{
	return value_data(in, call->node, "a text with parts that are known only at run time");
}

static struct value to_s(struct interp *in, const struct call *call)
{
	(void)in;
	return value_text(VALUE_STRING, self_text(call));
}

static struct value to_sym(struct interp *in, const struct call *call)
{
	(void)in;
	return value_text(VALUE_SYMBOL, self_text(call));
}

static struct value squish(struct interp *in, const struct call *call)
{
	struct strbuf out = strbuf_new(in->arena);
	const struct text *text = self_text(call);
	bool space = false;

	for (size_t i = 0; i < text->length; i++) {
		bool blank = isspace((unsigned char)text->bytes[i]) != 0;
		if (!blank) {
			if (space && out.length)
				strbuf_putc(&out, ' ');
			strbuf_putc(&out, text->bytes[i]);
		}
		space = blank;
	}
	return changed(in, call, strbuf_finish(&out), out.length);
}

static struct value strip(struct interp *in, const struct call *call)
{
	const struct text *text = self_text(call);
	size_t start = 0;
	size_t end = text->length;

	while (start < end && isspace((unsigned char)text->bytes[start]))
		start++;
	while (end > start && isspace((unsigned char)text->bytes[end - 1]))
		end--;
	return changed(in, call, text->bytes + start, end - start);
}

static struct value chomp(struct interp *in, const struct call *call)
{
	const struct text *text = self_text(call);
	const char *suffix = value_name(call_arg(call, 0));
	size_t length = text->length;

	if (suffix && str_ends_with(text->bytes, suffix))
		length -= strlen(suffix);
	else if (!suffix && length && text->bytes[length - 1] == '\n')
		length--;
	return changed(in, call, text->bytes, length);
}

static struct value map_bytes(struct interp *in, const struct call *call, int (*convert)(int))
{
	const struct text *text = self_text(call);
	char *copy = str_copy_n(in->arena, text->bytes, text->length);

	if (text->partial)
		return not_known(in, call);
	for (size_t i = 0; i < text->length; i++)
		copy[i] = (char)convert((unsigned char)copy[i]);
	return changed(in, call, copy, text->length);
}

static struct value downcase(struct interp *in, const struct call *call)
{
	return map_bytes(in, call, tolower);
}

static struct value upcase(struct interp *in, const struct call *call)
{
	return map_bytes(in, call, toupper);
}

static struct value convert_name(struct interp *in, const struct call *call,
				 char *(*convert)(struct arena *arena, const char *string))
{
	if (self_text(call)->partial)
		return not_known(in, call);
	char *text = convert(in->arena, self_text(call)->bytes);
	return changed(in, call, text, strlen(text));
}

static struct value camelize(struct interp *in, const struct call *call)
{
	return convert_name(in, call, str_camelize);
}

static struct value underscore(struct interp *in, const struct call *call)
{
	return convert_name(in, call, str_underscore);
}

static struct value pluralize(struct interp *in, const struct call *call)
{
	return convert_name(in, call, inflect_plural);
}

static struct value singularize(struct interp *in, const struct call *call)
{
	return convert_name(in, call, inflect_singular);
}

static char *classify_name(struct arena *arena, const char *string)
{
	return str_camelize(arena, inflect_singular(arena, string));
}

static struct value classify(struct interp *in, const struct call *call)
{
	return convert_name(in, call, classify_name);
}

static char *tableize_name(struct arena *arena, const char *string)
{
	return inflect_plural(arena, str_underscore(arena, string));
}

static struct value tableize(struct interp *in, const struct call *call)
{
	return convert_name(in, call, tableize_name);
}

static char *demodulize_name(struct arena *arena, const char *string)
{
	const char *last = string;

	for (const char *at = strstr(string, "::"); at; at = strstr(last, "::"))
		last = at + 2;
	return str_copy(arena, last);
}

static struct value demodulize(struct interp *in, const struct call *call)
{
	return convert_name(in, call, demodulize_name);
}

static struct value constantize(struct interp *in, const struct call *call)
{
	const char *name = value_name(call->receiver);

	return name ? interp_constant(in, name) : not_known(in, call);
}

static struct value replace(struct interp *in, const struct call *call, bool all)
{
	const char *from = value_name(call_arg(call, 0));
	struct text to = value_to_text(in, call_arg(call, 1));
	const struct text *text = self_text(call);
	struct strbuf out = strbuf_new(in->arena);

	if (!from || !*from || call->block)
		return not_known(in, call);
	const char *at = text->bytes;
	for (const char *hit = strstr(at, from); hit; hit = all ? strstr(at, from) : NULL) {
		strbuf_add(&out, at, (size_t)(hit - at));
		strbuf_add(&out, to.bytes, to.length);
		at = hit + strlen(from);
		if (out.length > TEXT_LIMIT)
			return value_data(in, call->node, text_limit_reason);
	}
	strbuf_puts(&out, at);
	return changed(in, call, strbuf_finish(&out), out.length);
}

static struct value gsub(struct interp *in, const struct call *call)
{
	return replace(in, call, true);
}

static struct value sub(struct interp *in, const struct call *call)
{
	return replace(in, call, false);
}

static struct value tr(struct interp *in, const struct call *call)
{
	const char *from = value_name(call_arg(call, 0));
	const char *to = value_name(call_arg(call, 1));

	if (!from || !to || strlen(from) != 1 || strlen(to) > 1)
		return not_known(in, call);
	return replace(in, call, true);
}

static struct value delete_prefix(struct interp *in, const struct call *call)
{
	const char *prefix = value_name(call_arg(call, 0));
	const struct text *text = self_text(call);
	size_t skip = prefix && str_starts_with(text->bytes, prefix) ? strlen(prefix) : 0;

	return changed(in, call, text->bytes + skip, text->length - skip);
}

static struct value split(struct interp *in, const struct call *call)
{
	const char *separator = call->positional.count ? value_name(call_arg(call, 0)) : " ";
	struct value list = value_new_array(in);

	if (!separator || !*separator || self_text(call)->partial)
		return not_known(in, call);
	const char *at = self_text(call)->bytes;
	for (const char *hit = strstr(at, separator); hit; hit = strstr(at, separator)) {
		if (hit > at || *separator != ' ')
			array_push(in, list.array, value_string_n(in, at, (size_t)(hit - at)));
		at = hit + strlen(separator);
	}
	if (*at)
		array_push(in, list.array, value_string(in, at));
	return list;
}

static struct value concat(struct interp *in, const struct call *call)
{
	struct strbuf out = strbuf_new(in->arena);
	struct text *text = ARENA_NEW(in->arena, struct text);

	*text = *self_text(call);
	strbuf_add(&out, text->bytes, text->length);
	for (size_t i = 0; i < call->positional.count; i++) {
		struct text piece = value_to_text(in, call->positional.items[i]);
		strbuf_add(&out, piece.bytes, piece.length);
		text->partial |= piece.partial;
		text->likely |= piece.likely;
	}
	text->bytes = strbuf_finish(&out);
	text->length = out.length;
	return value_text(VALUE_STRING, text);
}

static struct value length(struct interp *in, const struct call *call)
{
	return self_text(call)->partial ? not_known(in, call) : value_integer((int64_t)self_text(call)->length);
}

static struct value is_empty(struct interp *in, const struct call *call)
{
	(void)in;
	return value_bool(self_text(call)->length == 0);
}

static struct value is_blank(struct interp *in, const struct call *call)
{
	const struct text *text = self_text(call);

	(void)in;
	if (text->partial)
		return value_bool(false);
	return value_bool(strspn(text->bytes, " \t\r\n") == text->length);
}

static struct value is_present(struct interp *in, const struct call *call)
{
	return value_bool(!is_blank(in, call).boolean);
}

static struct value presence(struct interp *in, const struct call *call)
{
	return is_blank(in, call).boolean ? value_nil() : call->receiver;
}

static struct value matches(struct interp *in, const struct call *call, bool (*test)(const char *, const char *))
{
	const char *other = value_name(call_arg(call, 0));

	if (!other || self_text(call)->partial)
		return not_known(in, call);
	return value_bool(test(self_text(call)->bytes, other));
}

static bool contains(const char *string, const char *part)
{
	return strstr(string, part) != NULL;
}

static struct value start_with(struct interp *in, const struct call *call)
{
	return matches(in, call, str_starts_with);
}

static struct value end_with(struct interp *in, const struct call *call)
{
	return matches(in, call, str_ends_with);
}

static struct value include(struct interp *in, const struct call *call)
{
	return matches(in, call, contains);
}

static struct value to_i(struct interp *in, const struct call *call)
{
	if (self_text(call)->partial)
		return not_known(in, call);
	return value_integer(strtoll(self_text(call)->bytes, NULL, 10));
}

static struct value first(struct interp *in, const struct call *call)
{
	struct value count = call_arg(call, 0);
	const struct text *text = self_text(call);

	if (text->partial || (count.kind != VALUE_INTEGER && count.kind != VALUE_NIL))
		return not_known(in, call);
	int64_t wanted = count.kind == VALUE_NIL ? 1 : count.integer;
	size_t taken = wanted < 0 ? 0 : (size_t)wanted < text->length ? (size_t)wanted : text->length;
	return changed(in, call, text->bytes, taken);
}

static struct value text_slice(struct interp *in, const struct call *call)
{
	struct value at = call_arg(call, 0);
	const struct text *text = self_text(call);

	if (text->partial || at.kind != VALUE_RANGE || at.range->first.kind != VALUE_INTEGER ||
	    at.range->last.kind != VALUE_INTEGER || at.range->first.integer != 0)
		return not_known(in, call);
	int64_t last = at.range->last.integer, length = (int64_t)text->length;
	int64_t end = (last < length ? last : length) + (at.range->exclusive ? 0 : 1);
	if (last < 0)
		end += length;
	size_t taken = end < 0 ? 0 : (size_t)end < text->length ? (size_t)end : text->length;
	return changed(in, call, text->bytes, taken);
}

/* 'a %{b} %s %d' % args: every directive takes the next argument or the named one. */
static struct value percent(struct interp *in, const struct call *call)
{
	struct value arguments = call_arg(call, 0);
	struct array *list = arguments.kind == VALUE_ARRAY ? arguments.array : NULL;
	struct hash *hash = arguments.kind == VALUE_HASH ? arguments.hash : call->keywords;
	struct strbuf out = strbuf_new(in->arena);
	struct text *text = ARENA_NEW(in->arena, struct text);
	size_t next = 0;

	*text = *self_text(call);
	for (const char *c = self_text(call)->bytes; *c; c++) {
		struct value item = arguments;
		if (*c != '%' || c[1] == '\0') {
			strbuf_putc(&out, *c);
			continue;
		}
		c++;
		if (*c == '%') {
			strbuf_putc(&out, '%');
			continue;
		}
		if (*c == '{' || *c == '<') {
			const char *end = strchr(c, *c == '{' ? '}' : '>');
			if (!end)
				return not_known(in, call);
			struct value *named = hash_get_name(hash, str_copy_n(in->arena, c + 1, (size_t)(end - c - 1)));
			item = named ? *named : value_data(in, call->node, "a named part of a format");
			c = *c == '<' && end[1] ? end + 1 : end;
		} else {
			while (*c && strchr("0123456789-+ .#", *c))
				c++;
			if (list)
				item = next < list->count ? list->items[next++]
							  : value_data(in, call->node, "a part of a format");
		}
		struct text piece = value_to_text(in, item);
		strbuf_add(&out, piece.bytes, piece.length);
		text->partial |= piece.partial;
		if (out.length > TEXT_LIMIT)
			return value_data(in, call->node, text_limit_reason);
		if (!*c)
			break;
	}
	text->bytes = strbuf_finish(&out);
	text->length = out.length;
	return value_text(VALUE_STRING, text);
}

static const struct builtin rows[] = {
	{"%", percent},
	{"+@", builtin_self},
	{"-@", builtin_self},
	{"<<", concat},
	{"[]", text_slice},
	{"blank?", is_blank},
	{"camelcase", camelize},
	{"camelize", camelize},
	{"chomp", chomp},
	{"classify", classify},
	{"concat", concat},
	{"constantize", constantize},
	{"delete_prefix", delete_prefix},
	{"delete_suffix", chomp},
	{"demodulize", demodulize},
	{"downcase", downcase},
	{"dup", builtin_self},
	{"empty?", is_empty},
	{"end_with?", end_with},
	{"ends_with?", end_with},
	{"first", first},
	{"freeze", builtin_self},
	{"gsub", gsub},
	{"html_safe", builtin_self},
	{"include?", include},
	{"itself", builtin_self},
	{"length", length},
	{"name", to_s},
	{"pluralize", pluralize},
	{"presence", presence},
	{"present?", is_present},
	{"safe_constantize", constantize},
	{"singularize", singularize},
	{"size", length},
	{"split", split},
	{"squish", squish},
	{"start_with?", start_with},
	{"starts_with?", start_with},
	{"strip", strip},
	{"strip_heredoc", builtin_self},
	{"sub", sub},
	{"tableize", tableize},
	{"to_i", to_i},
	{"to_s", to_s},
	{"to_str", to_s},
	{"to_sym", to_sym},
	{"tr", tr},
	{"underscore", underscore},
	{"upcase", upcase},
};

const struct builtin_table core_string_rows = {rows, sizeof(rows) / sizeof(rows[0])};
