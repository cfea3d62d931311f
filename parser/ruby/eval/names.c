/* Generated names: formulas over SHA-256, which comes from nettle, a small library without initialisation, allocation
 * or global state. */
#include "parser/ruby/eval/names.h"

#include <nettle/sha2.h>
#include <string.h>

char *name_hashed(struct arena *arena, const char *prefix, const char *text, unsigned digits)
{
	struct sha256_ctx context;
	uint8_t digest[SHA256_DIGEST_SIZE];
	sha256_init(&context);
	sha256_update(&context, strlen(text), (const uint8_t *)text);
	sha256_digest(&context, sizeof(digest), digest);

	struct strbuf name = strbuf_new(arena);
	strbuf_puts(&name, prefix);
	for (unsigned i = 0; i < digits && i < 2 * sizeof(digest); i++)
		strbuf_putc(&name, "0123456789abcdef"[i % 2 ? digest[i / 2] & 15 : digest[i / 2] >> 4]);
	return strbuf_finish(&name);
}

static bool is_plain_column(const char *column)
{
	while (*column && str_is_word_byte(*column))
		column++;
	return !*column;
}

/* The \w+ words of an expression joined by "_". */
static void add_words(struct strbuf *buffer, const char *expression)
{
	bool first = true;
	for (const char *c = expression; *c;) {
		if (!str_is_word_byte(*c)) {
			c++;
			continue;
		}
		if (!first)
			strbuf_putc(buffer, '_');
		first = false;
		while (*c && str_is_word_byte(*c))
			strbuf_putc(buffer, *c++);
	}
}

char *name_index(struct arena *arena, const char *table, const struct names *columns)
{
	struct strbuf name = strbuf_new(arena);
	strbuf_printf(&name, "index_%s_on_", table);
	for (size_t i = 0; i < columns->count; i++) {
		if (i)
			strbuf_puts(&name, "_and_");
		if (is_plain_column(columns->items[i]))
			strbuf_puts(&name, columns->items[i]);
		else
			add_words(&name, columns->items[i]);
	}
	return strbuf_finish(&name);
}

char *name_short_index(struct arena *arena, const char *table, const struct names *columns)
{
	static const size_t limit = 62, hash_length = 11;
	char *name = name_index(arena, table, columns);

	if (strlen(name) <= limit)
		return name;
	const char *text = str_printf(arena, "idx_on_%s", names_join(arena, columns, "_"));
	size_t kept = strlen(text) < limit - hash_length ? strlen(text) : limit - hash_length;
	return name_hashed(arena, str_printf(arena, "%.*s_", (int)kept, text), name, hash_length - 1);
}

char *name_foreign_key(struct arena *arena, const char *prefix, const char *table, const struct names *columns)
{
	return name_hashed(arena, prefix, str_printf(arena, "%s_%s_fk", table, names_join(arena, columns, "_")), 10);
}

char *name_check(struct arena *arena, const char *table, const char *column, const char *type)
{
	return name_hashed(arena, "check_", str_printf(arena, "%s_%s_check_%s", table, column, type), 10);
}

char *name_multi_check(struct arena *arena, const char *table, const struct names *columns, const char *type)
{
	struct names sorted = {0};
	for (size_t i = 0; i < columns->count; i++)
		names_push(arena, &sorted, columns->items[i]);
	names_sort(&sorted);
	return name_check(arena, table, names_join(arena, &sorted, "_"), type);
}

char *name_rails_check(struct arena *arena, const char *table, const char *expression)
{
	return name_hashed(arena, "chk_rails_", str_printf(arena, "%s_%s_chk", table, expression), 10);
}

char *name_rails_unique(struct arena *arena, const char *table, const struct names *columns)
{
	const char *text = str_printf(arena, "%s_%s_unique", table, names_join(arena, columns, "_and_"));

	return name_hashed(arena, "uniq_rails_", text, 10);
}

char *name_rails_exclusion(struct arena *arena, const char *table, const char *expression)
{
	return name_hashed(arena, "excl_rails_", str_printf(arena, "%s_%s_excl", table, expression), 10);
}

char *name_copy_trigger(struct arena *arena, const char *table, const struct names *from, const struct names *to)
{
	struct strbuf text = strbuf_new(arena);
	strbuf_puts(&text, table);
	for (size_t i = 0; i < from->count && i < to->count; i++)
		strbuf_printf(&text, "_%s_%s", from->items[i], to->items[i]);
	return name_hashed(arena, "trigger_", strbuf_finish(&text), 12);
}

char *name_rename_trigger(struct arena *arena, const char *table, const char *old, const char *new_name,
			  const char *operation)
{
	return name_hashed(arena, "trigger_", str_printf(arena, "%s_%s_%s_%s", table, old, new_name, operation), 12);
}

char *name_sharding_trigger(struct arena *arena, const char *table, const char *sharding_key)
{
	return name_hashed(arena, "trigger_", str_printf(arena, "%s_assign_%s", table, sharding_key), 12);
}

char *name_partitioned_copy(struct arena *arena, const char *table, bool legacy)
{
	const char *base = legacy ? str_printf(arena, "%s_part", table) : table;
	return name_hashed(arena, str_printf(arena, "%s_", base), base, 10);
}

char *name_sync_function(struct arena *arena, const char *table)
{
	return name_hashed(arena, "table_sync_function_", str_printf(arena, "%s_table_sync_function", table), 10);
}

char *name_sync_trigger(struct arena *arena, const char *table)
{
	return name_hashed(arena, "table_sync_trigger_", str_printf(arena, "%s_table_sync_trigger", table), 10);
}

char *name_partition_index(struct arena *arena, const char *partition, const char *parent_index)
{
	return name_hashed(arena, "index_", str_printf(arena, "%s_%s_index", partition, parent_index), 10);
}

char *name_bigint_index(struct arena *arena, const char *index)
{
	return name_hashed(arena, "bigint_idx_", index, 20);
}

char *name_bigint_column(struct arena *arena, const char *column)
{
	return str_printf(arena, "%s_convert_to_bigint", column);
}
