/* One attribute after the other, in the order of `struct effect`; the body of a function follows in braces. */
#include "tests/support/effect_text.h"

#include "analyzer/base/vec.h"

static void add_word(struct strbuf *out, const char *key, const char *value)
{
	if (value)
		strbuf_printf(out, " %s=%s", key, value);
}

static void add_text(struct strbuf *out, const char *key, const char *value)
{
	if (value)
		strbuf_printf(out, " %s=\"%s\"", key, value);
}

static void add_tristate(struct strbuf *out, const char *key, enum tristate value)
{
	if (value != TRI_UNKNOWN)
		strbuf_printf(out, " %s=%s", key, value == TRI_YES ? "yes" : "no");
}

static void add_names(struct strbuf *out, const char *key, const struct names *names)
{
	if (names->count)
		strbuf_printf(out, " %s=%s", key, names_join(out->arena, names, ","));
}

static void add_refs(struct strbuf *out, const char *key, const struct column_refs *refs)
{
	struct names names = {0};
	vec_each(const struct column_ref, ref, refs) {
		names_add(out->arena, &names,
			  str_printf(out->arena, "%s.%s", ref->table ? ref->table : "?", ref->column));
	}
	add_names(out, key, &names);
}

static void add_job(struct strbuf *out, const struct job_effect *job)
{
	static const char *const manners[] = {"inline", "raises", "steal", "perform"};
	add_word(out, "era", job->era == JOB_SIDEKIQ ? "sidekiq" : "batched");
	add_word(out, "manner", manners[job->manner]);
	add_word(out, "arguments", job->arguments ? job->arguments : "?");
	add_word(out, "schema", job->gitlab_schema);
	add_word(out, "bypasses", job->bypasses_helper ? "yes" : NULL);
	add_word(out, "skips_early_check", job->skips_early_check ? "yes" : NULL);
}

static void add_schema(struct strbuf *out, const struct effect *effect)
{
	add_word(out, "to", effect->to);
	add_names(out, "to_columns", &effect->to_columns);
	add_word(out, "kind", effect->kind == CONSTRAINT_NONE ? NULL : constraint_kind_name(effect->kind));
	add_tristate(out, "unique", effect->unique);
	add_tristate(out, "validated", effect->validated);
	add_text(out, "expression", effect->expression);
	add_text(out, "where", effect->predicate);
	add_refs(out, "reads", &effect->predicate_columns);
	add_word(out, "references", effect->references);
	add_names(out, "references_columns", &effect->references_columns);
	add_word(out, "on_delete", effect->on_delete);
	add_text(out, "type", effect->type);
	add_text(out, "default", effect->default_value);
	add_word(out, "drops_default", effect->drops_default ? "yes" : NULL);
	add_tristate(out, "nullable", effect->nullable);
}

char *effect_text(struct arena *arena, const struct effect *effect)
{
	struct strbuf out = strbuf_new(arena);
	strbuf_printf(&out, "%s %s %s(%s) %s", effect_verb_name(effect->verb), effect_object_name(effect->object),
		      effect->table ? effect->table : "?", names_join(arena, &effect->columns, ","),
		      effect->name ? effect->name : "-");
	if (effect->job)
		add_job(&out, effect->job);
	add_schema(&out, effect);
	add_refs(&out, "filters", &effect->filters);
	add_refs(&out, "sources", &effect->sources);
	add_word(&out, "writes_null", effect->writes_null ? "yes" : NULL);
	add_word(&out, "upsert", effect->upsert ? "yes" : NULL);
	add_word(&out, "guard", guard_name(effect->guard));
	add_word(&out, "certainty", effect->certainty == CERTAINTY_PROVEN ? NULL : certainty_name(effect->certainty));
	if (effect->body) {
		strbuf_puts(&out, " {");
		vec_each(const struct effect, inner, effect->body)
			strbuf_printf(&out, " %s;", effect_text(arena, inner));
		strbuf_puts(&out, " }");
	}
	return strbuf_finish(&out);
}

char *effects_text(struct arena *arena, const struct effects *effects, const struct unresolved_list *unresolved)
{
	struct strbuf out = strbuf_new(arena);
	vec_each(const struct effect, effect, effects)
		strbuf_printf(&out, "%s\n", effect_text(arena, effect));
	vec_each(const struct unresolved, item, unresolved)
		strbuf_printf(&out, "unresolved %s: %s\n", item->what, item->why);
	return strbuf_finish(&out);
}
