/* Which table answers a call, by the kind of its receiver; then what every object has. */
#include "parser/ruby/core/core.h"

#include <string.h>

struct value builtin_self(struct interp *in, const struct call *call)
{
	(void)in;
	return call->receiver;
}

const struct builtin_table *core_table(size_t index)
{
	static const struct builtin_table *const tables[] = {
		&core_string_rows, &core_enumerable_rows, &core_choose_rows, &core_group_rows,
		&core_array_rows,  &core_hash_rows,       &core_number_rows, &core_range_rows,
		&core_proc_rows,   &core_class_rows,      &core_object_rows, &core_kernel_rows,
	};
	return index < sizeof(tables) / sizeof(tables[0]) ? tables[index] : NULL;
}

static const struct builtin_table *table_of(const struct call *call)
{
	switch (call->receiver.kind) {
	case VALUE_STRING:
	case VALUE_SYMBOL:
		return &core_string_rows;
	case VALUE_ARRAY:
		return &core_array_rows;
	case VALUE_HASH:
		return &core_hash_rows;
	case VALUE_INTEGER:
	case VALUE_FLOAT:
		return &core_number_rows;
	case VALUE_RANGE:
		return &core_range_rows;
	case VALUE_PROC:
		return &core_proc_rows;
	case VALUE_CLASS:
	case VALUE_EXTERNAL:
		return &core_class_rows;
	default:
		return NULL;
	}
}

static bool run_row(struct interp *in, const struct builtin_table *table, const struct call *call, struct value *result)
{
	const struct builtin *row = table ? row_find(table->rows, table->count, call->name) : NULL;

	if (!row)
		return false;
	*result = row->run(in, call);
	return true;
}

bool core_own_call(struct interp *in, const struct call *call, struct value *result)
{
	return run_row(in, &core_kernel_rows, call, result) || run_row(in, &core_object_rows, call, result);
}

bool core_call(struct interp *in, const struct call *call, struct value *result)
{
	enum value_kind kind = call->receiver.kind;
	bool is_list = kind == VALUE_ARRAY || kind == VALUE_HASH || kind == VALUE_RANGE;

	return run_row(in, table_of(call), call, result) ||
	       (is_list && run_row(in, &core_enumerable_rows, call, result)) ||
	       (is_list && run_row(in, &core_group_rows, call, result)) ||
	       (is_list && run_row(in, &core_choose_rows, call, result)) ||
	       run_row(in, &core_object_rows, call, result);
}
