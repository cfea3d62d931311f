/* `revert { ... }`: the opposite of what the block does, last effect first.
 *
 * The block is evaluated into a list of its own. What it makes is dropped and what it drops is made again, as far as
 * the effect says what that was: a dropped table comes back without its columns, a changed default or type and a change
 * of rows have no opposite. What belongs to a table that the block creates goes with the table. */
#include "parser/ruby/migration/helper.h"

struct opposite {
	enum effect_verb verb;
	enum effect_verb of;
};

static const struct opposite opposites[] = {
	{EFFECT_CREATE, EFFECT_DROP},
	{EFFECT_ADD_COLUMN, EFFECT_DROP_COLUMN},
	{EFFECT_ADD_CONSTRAINT, EFFECT_DROP_CONSTRAINT},
	{EFFECT_ADD_INDEX, EFFECT_DROP_INDEX},
	{EFFECT_ADD_FOREIGN_KEY, EFFECT_DROP_FOREIGN_KEY},
	{EFFECT_CREATE_TRIGGER, EFFECT_DROP_TRIGGER},
	{EFFECT_SWAP, EFFECT_SWAP},
};

static bool reverse_verb(struct effect *effect)
{
	for (size_t i = 0; i < sizeof(opposites) / sizeof(opposites[0]); i++) {
		if (effect->verb == opposites[i].verb || effect->verb == opposites[i].of) {
			effect->verb = effect->verb == opposites[i].verb ? opposites[i].of : opposites[i].verb;
			if (effect->verb == EFFECT_DROP)
				effect->columns = (struct names){0};
			return true;
		}
	}
	return false;
}

static bool reverse(struct effect *effect)
{
	if (effect->verb == EFFECT_RENAME) {
		const char *name = effect->to;
		struct names columns = effect->to_columns;
		if (effect->object == OBJECT_TABLE)
			effect->table = name;
		effect->to = effect->name;
		effect->to_columns = effect->columns;
		effect->name = name;
		effect->columns = columns;
		return true;
	}
	if (effect->verb == EFFECT_ALTER_COLUMN && effect->nullable != TRI_UNKNOWN && !effect->type) {
		effect->nullable = effect->nullable == TRI_NO ? TRI_YES : TRI_NO;
		effect->kind = CONSTRAINT_NONE;
		effect->validated = TRI_UNKNOWN;
		helper_require_value(effect);
		return true;
	}
	return reverse_verb(effect);
}

static bool belongs_to_created(const struct effects *effects, size_t index)
{
	const struct effect *effect = &effects->items[index];

	for (size_t i = 0; i < index; i++) {
		const struct effect *create = &effects->items[i];
		if (create->verb == EFFECT_CREATE && create->object == OBJECT_TABLE &&
		    str_equal(create->table, effect->table))
			return true;
	}
	return false;
}

struct value helper_revert(struct helper *h)
{
	struct interp_output *out = &h->in->options.out;
	struct effects done = {0}, *effects = out->effects;

	if (!h->call->block) {
		helper_unresolved(h, "what the reverted migration does is not read");
		return value_nil();
	}
	out->effects = &done;
	h->in->reverting = !h->in->reverting;
	helper_yield(h, NULL, 0);
	h->in->reverting = !h->in->reverting;
	out->effects = effects;
	for (size_t i = done.count; i > 0; i--) {
		struct effect effect = done.items[i - 1];
		if (belongs_to_created(&done, i - 1))
			continue;
		if (reverse(&effect))
			vec_push(h->arena, effects, effect);
		else
			interp_unresolved(h->in, effect.statement, "what it does cannot be reverted");
	}
	return value_nil();
}
