/* Calls that only run their block, in a transaction, with retries, with messages; and calls that do nothing to data.
 * Neither counts as a statement. */
#include "parser/ruby/migration/helper.h"

/* reversible { |dir| dir.up { ... }; dir.down { ... } }: only up is run, inside of `revert` only down. */
static struct value reversible(struct helper *h)
{
	struct object *object = ARENA_NEW(h->in->arena, struct object);
	object->class_path = "ActiveRecord::Migration::ReversibleBlockHelper";
	struct value direction = {.kind = VALUE_OBJECT, .object = object};
	helper_yield(h, &direction, 1);
	return value_nil();
}

static struct value up_only(struct helper *h)
{
	return h->in->reverting ? value_nil() : helper_yield(h, NULL, 0);
}

/* Options for every call of the block: those that change no name and no column only. */
static struct value with_options(struct helper *h)
{
	const struct hash *options = h->call->keywords;
	bool harmless = options && !options->open;
	for (size_t i = 0; harmless && i < options->count; i++) {
		const char *key = value_name(options->items[i].key);
		harmless = key && str_in(key, "if_exists if_not_exists algorithm comment");
	}
	if (!harmless)
		helper_unresolved(h, "the options that it adds to the calls in its block are not followed");
	struct value self = h->call->receiver;
	return helper_yield(h, &self, 1);
}

static struct value yes(struct helper *h)
{
	(void)h;
	return value_bool(true);
}

static struct value no(struct helper *h)
{
	(void)h;
	return value_bool(false);
}

static struct value on_gitlab_com(struct helper *h)
{
	(void)h;
	return value_condition(GUARD_GITLAB_COM, GUARD_SELF_MANAGED);
}

static const struct helper_row rows[] = {
	{"URI", "text", "", NULL},
	{"announce", "message", "", NULL},
	{"assert_not_in_transaction_block", "? scope", "", NULL},
	{"check_if_wraparound_in_progress", "table", "", NULL},
	{"check_trigger_permissions!", "table", "", NULL},
	{"com_or_dev_or_test_but_not_jh?", "", NULL, on_gitlab_com},
	{"disable_statement_timeout", "", NULL, helper_run_block},
	{"enable_statement_timeout", "", NULL, helper_run_block},
	{"exec_migration", "", "", NULL},
	{"require_dependency", "path", "", NULL},
	{"reversible", "", NULL, reversible},
	{"revert", "*migrations", NULL, helper_revert},
	{"safety_assured", "", NULL, helper_run_block},
	{"say", "message subitem", "", NULL},
	{"say_with_time", "message", NULL, helper_run_block},
	{"supports_drop_index_concurrently?", "", NULL, yes},
	{"suppress_messages", "", NULL, helper_run_block},
	{"system", "*command", "none", NULL},
	{"transaction", "? requires_new isolation joinable", NULL, helper_run_block},
	{"transaction_open?", "", NULL, no},
	{"up_only", "", NULL, up_only},
	{"validate_check_constraint_name!", "name", "", NULL},
	{"with_lock_retries", "*options", NULL, helper_run_block},
	{"with_migration_context", "*options", NULL, helper_run_block},
	{"with_multiple_threads", "*options", NULL, helper_run_block},
	{"with_options", "*options", NULL, with_options},
	{"with_restored_connection_stack", "*options", NULL, helper_run_block},
	{"with_suppressed", "*options", NULL, helper_run_block},
	{"write", "text", "", NULL},
};

const struct helper_group helper_group_control = {"control", rows, sizeof(rows) / sizeof(rows[0])};
