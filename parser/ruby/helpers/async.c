/* Work that is only written down for a later, asynchronous execution. Self-managed instances normally never run it, so
 * nothing is established: prepare_async says what was announced, and taking it back has no effect at all. */
#include "parser/ruby/migration/helper.h"

static struct value prepare_index(struct helper *h)
{
	struct effect *effect = helper_effect(h, EFFECT_PREPARE_ASYNC, OBJECT_INDEX);
	helper_fill_index(h, effect, helper_value(h, "columns"), value_nil());
	return value_nil();
}

/* The text of a CREATE INDEX */
static struct value prepare_index_from_sql(struct helper *h)
{
	struct effects *effects = h->in->options.out.effects;
	size_t before = effects->count;
	const char *definition = helper_text(h, helper_value(h, "definition"));
	if (!definition) {
		helper_unresolved(h, "the definition is not given");
		return value_nil();
	}
	helper_sql(h, definition);
	for (size_t i = before; i < effects->count; i++)
		effects->items[i].verb = EFFECT_PREPARE_ASYNC;
	return value_nil();
}

#define INDEX "table columns ? unique name where using order opclass include length algorithm internal"
#define KEY "table column ? name"

static const struct helper_row rows[] = {
	{"async_index_creation_available?", "", "", NULL},
	{"prepare_async_check_constraint_validation", "table ? name", "prepare_async constraint name=name", NULL},
	{"prepare_async_foreign_key_validation", KEY,
	 "prepare_async foreign_key columns=column name=name|fk(fk_) kind='foreign_key'", NULL},
	{"prepare_async_index", INDEX, NULL, prepare_index},
	{"prepare_async_index_from_sql", "definition", NULL, prepare_index_from_sql},
	{"prepare_async_index_removal", "table columns ? name", "prepare_async index columns=columns name=name|index()",
	 NULL},
	{"prepare_partitioned_async_check_constraint_validation", "table ? name", "prepare_async constraint name=name",
	 NULL},
	{"prepare_partitioned_async_foreign_key_validation", KEY,
	 "prepare_async foreign_key columns=column name=name|fk(fk_) kind='foreign_key'", NULL},
	{"prepare_partitioned_async_index", INDEX, NULL, prepare_index},
	{"unprepare_async_check_constraint_validation", "table ? name", "none", NULL},
	{"unprepare_async_foreign_key_validation", KEY, "none", NULL},
	{"unprepare_async_index", "table columns ? name", "none", NULL},
	{"unprepare_async_index_by_name", "table name", "none", NULL},
	{"unprepare_partitioned_async_check_constraint_validation", "table ? name", "none", NULL},
	{"unprepare_partitioned_async_foreign_key_validation", KEY, "none", NULL},
	{"unprepare_partitioned_async_index", "table columns ? name", "none", NULL},
	{"unprepare_partitioned_async_index_by_name", "table name", "none", NULL},
};

const struct helper_group helper_group_async = {"async", rows, sizeof(rows) / sizeof(rows[0])};
