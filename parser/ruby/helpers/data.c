/* Helpers that read and write rows: they are model calls in disguise, so they are made of relations. */
#include "parser/ruby/migration/helper.h"
#include "parser/ruby/records/relation.h"

static struct value model_of(struct helper *h)
{
	struct value table = helper_value(h, "table");
	const char *name = value_name(table);
	if (!name)
		name = str_copy(h->in->arena, value_to_text(h->in, table).bytes);
	struct relation *relation = relation_new(h->in, name);
	relation->likely = value_is_text(table) && table.text->likely;
	relation->is_model = true;
	const char *key = value_name(helper_value(h, "primary_key"));
	if (key)
		relation->primary_key = key;
	return relation_value(relation);
}

static struct value define_batchable_model(struct helper *h)
{
	return model_of(h);
}

/* Yields rows of the table's scope batch by batch. */
static struct value each_batch(struct helper *h)
{
	struct value relation = model_of(h);
	struct value scope = helper_value(h, "scope");
	if (scope.kind == VALUE_PROC)
		relation = interp_yield(h->in, scope.proc, &relation, 1);
	return helper_pass_block(h, relation, "each_batch");
}

static struct value each_batch_range(struct helper *h)
{
	struct value relation = model_of(h);
	struct value scope = helper_value(h, "scope");
	if (scope.kind == VALUE_PROC)
		relation = interp_yield(h->in, scope.proc, &relation, 1);
	struct value column = helper_given(h, "column") ? helper_value(h, "column") : value_symbol(h->in, "id");
	helper_send(h, relation, "minimum", &column, 1);
	struct value bounds[] = {value_data(h->in, h->call->node, "the first id of a batch"),
				 value_data(h->in, h->call->node, "the last id of a batch")};
	return helper_yield(h, bounds, 2);
}

/* update_column_in_batches(table, column, value) { |arel_table, query| query.where(...) } */
static struct value update_in_batches(struct helper *h)
{
	struct value model = model_of(h);
	struct value arguments[] = {helper_send(h, model, "arel_table", NULL, 0),
				    helper_send(h, model, "all", NULL, 0)};
	struct value rows = arguments[1];
	if (h->call->block) {
		struct value filtered = helper_yield(h, arguments, 2);
		if (filtered.kind == VALUE_RELATION ||
		    (filtered.kind == VALUE_AREL && filtered.arel->relation && filtered.arel->kind == AREL_SELECT))
			rows = filtered.kind == VALUE_RELATION ? filtered : relation_value(filtered.arel->relation);
		else
			helper_unresolved(h, "the rows that are updated are not known");
	}
	struct value assigned = value_new_hash(h->in);
	hash_set(h->in, assigned.hash, helper_value(h, "column"), helper_value(h, "value"));
	helper_send(h, rows, "update_all", &assigned, 1);
	return value_nil();
}

static struct value backfill_iids(struct helper *h)
{
	const char *table = helper_table(h);
	if (table)
		helper_sql(h,
			   str_printf(h->arena,
				      "UPDATE %s SET iid = x.iid_num FROM (SELECT id, ROW_NUMBER() OVER (PARTITION BY "
				      "project_id ORDER BY id) AS iid_num FROM %s) AS x WHERE x.id = %s.id",
				      table, table, table));
	return value_nil();
}

static struct value replace_sql(struct helper *h)
{
	return arel_value(h->in, str_printf(h->in->arena, "regexp_replace(%s, '', '')",
					    value_to_text(h->in, helper_value(h, "column")).bytes));
}

static const struct helper_row rows[] = {
	{"backfill_iids", "table", NULL, backfill_iids},
	{"define_batchable_model", "table ? connection primary_key base_class", NULL, define_batchable_model},
	{"each_batch", "table ? connection scope of column", NULL, each_batch},
	{"each_batch_range", "table ? connection scope of column", NULL, each_batch_range},
	{"replace_sql", "column pattern replacement", NULL, replace_sql},
	{"update_column_in_batches", "table column value ? batch_size batch_column_name disable_lock_writes", NULL,
	 update_in_batches},
};

const struct helper_group helper_group_data = {"data", rows, sizeof(rows) / sizeof(rows[0])};
