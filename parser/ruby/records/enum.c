/* Enums are found among the class-level calls of a model: with a hash or a list of names, with the attribute as the
 * first argument (Rails 7) or as the only key. */
#include "parser/ruby/records/relation.h"

#include "parser/ruby/core/builtins.h"
#include "parser/ruby/eval/class.h"
#include "parser/ruby/eval/inflect.h"

#include <string.h>

struct enum_search {
	const char *name;  /* attribute or plural wanted, or NULL */
	const char *value; /* value wanted, or NULL */
	const char *attribute_out;
};

/* enum state: { a: 0 }, enum :state, { a: 0 }, enum state: [:a, :b] */
static const struct hash *enum_mapping(struct interp *in, struct value mapping)
{
	if (mapping.kind == VALUE_HASH)
		return mapping.hash;
	if (mapping.kind != VALUE_ARRAY)
		return NULL;
	struct hash *hash = value_new_hash(in).hash;
	for (size_t i = 0; i < mapping.array->count; i++)
		hash_set(in, hash, mapping.array->items[i], value_integer((int64_t)i));
	return hash;
}

static const struct hash *enum_matches(struct interp *in, struct enum_search *search, const char *attribute,
				       struct value mapping)
{
	const struct hash *hash = enum_mapping(in, mapping);

	if (!hash || !attribute)
		return NULL;
	bool fits = search->name ? str_equal(search->name, attribute) ||
					   str_equal(search->name, inflect_plural(in->arena, attribute))
				 : hash_get_name(hash, search->value) != NULL;
	search->attribute_out = attribute;
	return fits ? hash : NULL;
}

static const struct hash *search_enum_call(struct interp *in, struct enum_search *search, const struct array *call)
{
	const char *attribute = call->count ? value_name(call->items[0]) : NULL;
	const struct hash *found = NULL;

	for (size_t i = 0; i < call->count && !found; i++) {
		if (attribute && i > 0)
			found = enum_matches(in, search, attribute, call->items[i]);
		if (attribute || call->items[i].kind != VALUE_HASH)
			continue;
		vec_each(struct hash_entry, entry, call->items[i].hash) {
			found = enum_matches(in, search, value_name(entry->key), entry->value);
			if (found)
				return found;
		}
	}
	return found;
}

/* The mapping (name -> value) that the search asks for among the enums of the relation's class and its ancestors. */
static const struct hash *search_enums(struct interp *in, const struct relation *relation, struct enum_search *search)
{
	const struct array *calls = klass_calls(in, relation->klass, "enum");

	for (size_t i = 0; i < calls->count; i++) {
		struct value call = calls->items[i];
		const struct hash *found = call.kind == VALUE_ARRAY ? search_enum_call(in, search, call.array) : NULL;
		if (found)
			return found;
	}
	return NULL;
}

const struct hash *model_enum(struct interp *in, const struct relation *relation, const char *name,
			      const char **attribute_out)
{
	struct enum_search search = {.name = name};
	const struct hash *found = search_enums(in, relation, &search);

	*attribute_out = search.attribute_out;
	return found;
}

const char *model_enum_with_value(struct interp *in, const struct relation *relation, const char *value)
{
	struct enum_search search = {.value = value};

	return search_enums(in, relation, &search) ? search.attribute_out : NULL;
}
