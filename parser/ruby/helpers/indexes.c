/* Indexes, those of partitioned tables included: a partitioned index stands for the ones of all partitions. */
#include "parser/ruby/eval/names.h"
#include "parser/ruby/migration/helper.h"

static struct value add_index(struct helper *h)
{
	struct effect *effect = helper_effect(h, EFFECT_ADD_INDEX, OBJECT_INDEX);
	helper_fill_index(h, effect, helper_value(h, "columns"), value_nil());
	return value_nil();
}

void helper_drop_index(struct helper *h)
{
	struct effect *effect = helper_effect(h, EFFECT_DROP_INDEX, OBJECT_INDEX);
	const char *table = helper_raw_table(h);
	struct value columns = helper_value(h, "columns");
	if (columns.kind == VALUE_HASH || columns.kind == VALUE_NIL)
		columns = helper_value(h, "column");
	if (columns.kind != VALUE_NIL)
		effect->columns = helper_value_names(h, columns, "column");
	effect->name = helper_plain_name(h, "name");
	if (!effect->name && !helper_given(h, "name") && table && effect->columns.count)
		effect->name = helper_index_name(h, table, &effect->columns);
	else if (!effect->name)
		helper_unresolved(h, "the index is not named");
}

static struct value remove_index(struct helper *h)
{
	helper_drop_index(h);
	return value_nil();
}

static struct value index_name(struct helper *h)
{
	struct value columns = helper_value(h, "columns");
	const char *table = value_name(helper_value(h, "table"));
	if (columns.kind == VALUE_NIL)
		columns = helper_value(h, "column");
	if (columns.kind == VALUE_HASH && hash_get_name(columns.hash, "column"))
		columns = *hash_get_name(columns.hash, "column");
	if (!table || value_why_unknown(columns) || columns.kind == VALUE_HASH)
		return value_unknown(h->in, h->call->node, "the name of an index");
	struct names names = {0};
	if (columns.kind == VALUE_ARRAY) {
		for (size_t i = 0; i < columns.array->count; i++) {
			if (value_name(columns.array->items[i]))
				names_push(h->in->arena, &names, value_name(columns.array->items[i]));
		}
	} else if (value_name(columns)) {
		names_push(h->in->arena, &names, value_name(columns));
	}
	return value_string(h->in, helper_index_name(h, table, &names));
}

static struct value partition_index_name(struct helper *h)
{
	const char *partition = value_name(helper_value(h, "partition"));
	const char *index = value_name(helper_value(h, "index"));
	if (!partition || !index)
		return value_unknown(h->in, h->call->node, "the name of a partition's index");
	return value_string(h->in, name_partition_index(h->in->arena, partition, index));
}

static struct value add_bigint_indexes(struct helper *h)
{
	const char *column = helper_name(h, "column");
	helper_effect(h, EFFECT_ADD_INDEX, OBJECT_INDEX);
	struct effect *effect = vec_last(h->in->options.out.effects);
	if (column)
		names_push(h->arena, &effect->columns, name_bigint_column(h->arena, column));
	return value_nil();
}

static struct value drop_bigint_indexes(struct helper *h)
{
	struct names columns = helper_names(h, "columns");
	for (size_t i = 0; i < columns.count; i++) {
		struct effect *effect = helper_effect(h, EFFECT_DROP_INDEX, OBJECT_INDEX);
		names_push(h->arena, &effect->columns, name_bigint_column(h->arena, columns.items[i]));
	}
	return value_nil();
}

#define INDEX                                                                                                          \
	"table columns ? unique name where using order opclass include length algorithm nulls_not_distinct "           \
	"allow_partition if_not_exists comment type internal"

static const struct helper_row rows[] = {
	{"add_bigint_column_indexes", "table column", NULL, add_bigint_indexes},
	{"add_concurrent_index", INDEX, NULL, add_index},
	{"add_concurrent_partitioned_index", INDEX, NULL, add_index},
	{"add_index", INDEX, NULL, add_index},
	{"drop_bigint_columns_indexes", "table columns", NULL, drop_bigint_indexes},
	{"generated_index_name", "partition index", NULL, partition_index_name},
	{"index_name", "table columns ? column", NULL, index_name},
	{"index_name_for_column", "table columns ? column", NULL, index_name},
	{"remove_concurrent_index", "table columns ? name column unique where", NULL, remove_index},
	{"remove_concurrent_index_by_name", "table name", "drop_index index name=name", NULL},
	{"remove_concurrent_partitioned_index_by_name", "table name", "drop_index index name=name", NULL},
	{"remove_index", "table columns ? column name algorithm if_exists", NULL, remove_index},
	{"rename_index", "table old new", "rename index name=old to=new", NULL},
	{"rename_index_with_schema", "table old new ? schema", "rename index name=old to=new", NULL},
	{"rename_indexes_for_table", "table names ? schema_name", "none", NULL},
	{"rename_partitioned_index", "table old new", "rename index name=old to=new", NULL},
	{"swap_indexes", "table first second ? schema", "swap index name=first to=second", NULL},
	{"swap_partitioned_indexes", "table first second", "swap index name=first to=second", NULL},
};

const struct helper_group helper_group_indexes = {"indexes", rows, sizeof(rows) / sizeof(rows[0])};
