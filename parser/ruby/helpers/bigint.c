/* Conversion of integer columns to bigint: a twin column, a trigger that fills it, a job that copies the old rows. */
#include "parser/ruby/eval/names.h"
#include "parser/ruby/migration/helper.h"

static struct names twins(struct helper *h, const struct names *columns)
{
	struct names result = {0};
	for (size_t i = 0; i < columns->count; i++)
		names_push(h->arena, &result, name_bigint_column(h->arena, columns->items[i]));
	return result;
}

static bool is_never_null(struct helper *h, const char *column)
{
	return catalog_is_nullable(h->in->options.catalog, helper_raw_table(h), column) == TRI_NO;
}

/* The twin of a key column, or of one that is NOT NULL, is NOT NULL and starts as 0. */
static struct value initialize(struct helper *h)
{
	struct names columns = helper_names(h, "columns");
	struct names to = twins(h, &columns);
	const char *key = helper_given(h, "primary_key") ? helper_name(h, "primary_key") : "id";
	if (!helper_raw_table(h))
		return value_nil();
	for (size_t i = 0; i < columns.count; i++) {
		struct effect *column = helper_effect(h, EFFECT_ADD_COLUMN, OBJECT_COLUMN);
		names_push(h->arena, &column->columns, to.items[i]);
		column->type = "bigint";
		if (str_equal(columns.items[i], key) || is_never_null(h, columns.items[i])) {
			column->nullable = TRI_NO;
			column->default_value = "0";
		}
	}
	const char *trigger = name_copy_trigger(h->arena, helper_raw_table(h), &columns, &to);
	helper_copy_trigger(h, &(struct copy_trigger){.name = trigger, .from = &columns, .to = &to});
	return value_nil();
}

static struct value drop_twins(struct helper *h)
{
	struct names columns = helper_names(h, "columns");
	struct names to = twins(h, &columns);
	if (!helper_raw_table(h))
		return value_nil();
	const char *trigger = name_copy_trigger(h->arena, helper_raw_table(h), &columns, &to);
	helper_drop_trigger(h, trigger, trigger);
	helper_effect(h, EFFECT_DROP_COLUMN, OBJECT_COLUMN)->columns = to;
	return value_nil();
}

/* One column was stored as itself up to 13.11, as a list of one afterwards. */
static struct value job_arguments(struct helper *h, const struct names *columns)
{
	const struct interp_options *options = &h->in->options;
	bool scalar = options->release_major &&
		      (options->release_major < 13 || (options->release_major == 13 && options->release_minor <= 11));
	struct names to = twins(h, columns);
	struct value arguments = value_new_array(h->in);
	const struct names *const lists[] = {columns, &to};
	for (size_t i = 0; i < 2; i++) {
		struct value list = value_new_array(h->in);
		for (size_t k = 0; k < lists[i]->count; k++)
			array_push(h->in, list.array, value_string(h->in, lists[i]->items[k]));
		array_push(h->in, arguments.array, scalar && list.array->count == 1 ? list.array->items[0] : list);
	}
	return arguments;
}

static struct value copy_job(struct helper *h, enum effect_verb verb)
{
	struct names columns = helper_names(h, "columns");
	struct job_spec spec = {
		.verb = verb,
		.job_class = value_string(h->in, "CopyColumnUsingBackgroundMigrationJob"),
		.table = helper_raw_table(h),
		.column = helper_given(h, "primary_key") ? helper_name(h, "primary_key") : "id",
		.arguments = job_arguments(h, &columns),
		.job = {.era = JOB_BATCHED, .manner = GATE_INLINE},
	};
	helper_job(h, &spec);
	return value_nil();
}

static struct value backfill(struct helper *h)
{
	return copy_job(h, EFFECT_QUEUE);
}

static struct value ensure_backfilled(struct helper *h)
{
	return copy_job(h, EFFECT_GATE);
}

static struct value revert_backfill(struct helper *h)
{
	return copy_job(h, EFFECT_CANCEL);
}

static struct value bigint_column(struct helper *h)
{
	const char *column = value_name(helper_value(h, "column"));
	return column ? value_string(h->in, name_bigint_column(h->in->arena, column))
		      : value_unknown(h->in, h->call->node, "the name of a column");
}

static struct value bigint_index(struct helper *h)
{
	const char *index = value_name(helper_value(h, "index"));
	return index ? value_string(h->in, name_bigint_index(h->in->arena, index))
		     : value_unknown(h->in, h->call->node, "the name of an index");
}

#define COLUMNS "table columns ? primary_key"

static const struct helper_row rows[] = {
	{"add_primary_key_using_index", "table name index",
	 "add_constraint constraint name=name kind='primary_key' unique='yes' validated='yes'", NULL},
	{"backfill_conversion_of_integer_to_bigint", COLUMNS " batch_size sub_batch_size interval pause_ms", NULL,
	 backfill},
	{"bigint_index_name", "index", NULL, bigint_index},
	{"cleanup_conversion_of_integer_to_bigint", COLUMNS, NULL, drop_twins},
	{"convert_to_bigint_column", "column", NULL, bigint_column},
	{"create_primary_key_index", "table column name", "add_index index columns=column unique='yes' name=name",
	 NULL},
	{"ensure_backfill_conversion_of_integer_to_bigint_is_finished", COLUMNS, NULL, ensure_backfilled},
	{"initialize_conversion_of_integer_to_bigint", COLUMNS, NULL, initialize},
	{"restore_conversion_of_integer_to_bigint", COLUMNS, NULL, initialize},
	{"revert_backfill_conversion_of_integer_to_bigint", COLUMNS, NULL, revert_backfill},
	{"revert_initialize_conversion_of_integer_to_bigint", COLUMNS, NULL, drop_twins},
	{"swap_primary_key", "table name index",
	 "drop_constraint constraint name=name kind='primary_key'; "
	 "add_constraint constraint name=name kind='primary_key' unique='yes' validated='yes'",
	 NULL},
	{"unswap_primary_key", "table name index",
	 "drop_constraint constraint name=name kind='primary_key'; "
	 "add_constraint constraint name=name kind='primary_key' unique='yes' validated='yes'",
	 NULL},
};

const struct helper_group helper_group_bigint = {"bigint", rows, sizeof(rows) / sizeof(rows[0])};
