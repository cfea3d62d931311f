/* `dump statements`, `dump effects`, `dump facts`: what the parsers understood, migrations first, then jobs. */
#include "reports/dump.h"
#include "reports/dump_line.h"

/* Where something happens: a migration at its place, or a job, which has none. */
struct owner {
	const char *name;
	const char *path;
	const struct placed_migration *migration; /* NULL for a job */
	const struct statements *statements;
	const struct effects *effects;
};

typedef void dump_owner_fn(struct dump_line *line, const struct owner *owner);

static void dump_statement_lines(struct dump_line *line, const struct owner *owner)
{
	vec_each(const struct statement, statement, owner->statements) {
		dump_word(line, str_printf(line->arena, "%s:%u", location_path(statement->location),
					   location_line(statement->location)));
		dump_word(line, statement->resolved ? "resolved" : "unresolved");
		dump_word(line, statement->what);
		if (!statement->resolved)
			dump_quoted(line, "why", statement->why ? statement->why : "not understood");
		dump_end(line);
	}
}

static const char *tristate_words(enum tristate value)
{
	return value == TRI_UNKNOWN ? NULL : value == TRI_YES ? "yes" : "no";
}

static const char *list_words(struct dump_line *line, const struct names *names)
{
	return names->count ? names_join(line->arena, names, ",") : NULL;
}

static const char *refs_words(struct dump_line *line, const struct column_refs *refs)
{
	struct names names = {0};
	vec_each(const struct column_ref, ref, refs) {
		names_add(line->arena, &names,
			  str_printf(line->arena, "%s.%s", ref->table ? ref->table : "-", ref->column));
	}
	return list_words(line, &names);
}

static void dump_job_words(struct dump_line *line, const struct job_effect *job)
{
	static const char *const manners[] = {"inline", "raises", "steal", "perform"};
	dump_pair(line, "era", job_era_name(job->era));
	dump_pair(line, "manner", manners[job->manner]);
	dump_quoted(line, "arguments", job->arguments ? job->arguments : "-");
	dump_pair(line, "helper", job->queue_helper);
	dump_pair(line, "bypasses_helper", job->bypasses_helper ? "yes" : NULL);
	dump_pair(line, "skips_early_check", job->skips_early_check ? "yes" : NULL);
}

static void dump_attribute_words(struct dump_line *line, const struct effect *effect)
{
	dump_pair(line, "kind", effect->kind == CONSTRAINT_NONE ? NULL : constraint_kind_name(effect->kind));
	dump_pair(line, "unique", tristate_words(effect->unique));
	dump_pair(line, "validated", tristate_words(effect->validated));
	dump_pair(line, "nullable", tristate_words(effect->nullable));
	dump_pair(line, "to", effect->to);
	dump_pair(line, "to_columns", list_words(line, &effect->to_columns));
	dump_pair(line, "references", effect->references);
	dump_pair(line, "references_columns", list_words(line, &effect->references_columns));
	dump_pair(line, "on_delete", effect->on_delete);
	dump_pair(line, "type", effect->type);
	dump_quoted(line, "default", effect->default_value);
	dump_pair(line, "drops_default", effect->drops_default ? "yes" : NULL);
	dump_quoted(line, "expression", effect->expression);
	dump_quoted(line, "where", effect->predicate);
	dump_pair(line, "filters", refs_words(line, &effect->filters));
	dump_pair(line, "sources", refs_words(line, &effect->sources));
	dump_pair(line, "writes_null", effect->writes_null ? "yes" : NULL);
	dump_pair(line, "upsert", effect->upsert ? "yes" : NULL);
	dump_pair(line, "guard", guard_name(effect->guard));
	dump_pair(line, "certainty", effect->certainty == CERTAINTY_PROVEN ? NULL : certainty_name(effect->certainty));
}

static void dump_effect_lines(struct dump_line *line, const struct owner *owner)
{
	vec_each(const struct effect, effect, owner->effects) {
		const char *columns = list_words(line, &effect->columns);
		dump_word(line, owner->name);
		dump_word(line, effect_verb_name(effect->verb));
		dump_word(line, effect_object_name(effect->object));
		dump_word(line, str_printf(line->arena, "%s(%s)", effect->table ? effect->table : "?",
					   columns ? columns : ""));
		dump_word(line, effect->name ? effect->name : "-");
		if (effect->job)
			dump_job_words(line, effect->job);
		dump_attribute_words(line, effect);
		dump_end(line);
	}
}

static void dump_fact(struct dump_line *line, const struct owner *owner, const struct effect *effect,
		      const char *column)
{
	const struct placed_migration *at = owner->migration;
	dump_word(line, at ? dump_version(line, owner->name, at->release) : owner->name);
	dump_pair(line, "order", at ? str_printf(line->arena, "%zu", at->order) : "-");
	dump_word(line, effect_verb_name(effect->verb));
	dump_word(line, str_printf(line->arena, "%s.%s", effect->table ? effect->table : "-", column));
	dump_word(line, certainty_name(effect->certainty));
	dump_end(line);
}

static void dump_fact_lines(struct dump_line *line, const struct owner *owner)
{
	vec_each(const struct effect, effect, owner->effects) {
		for (size_t i = 0; i < effect->columns.count; i++)
			dump_fact(line, owner, effect, effect->columns.items[i]);
		if (effect->columns.count == 0)
			dump_fact(line, owner, effect, "*");
	}
}

static int dump_owners(const struct graph *graph, const struct names *paths, FILE *out, dump_owner_fn *dump)
{
	struct dump_line line = {.arena = arena_new(), .out = out};
	vec_each(const struct placed_migration, placed, &graph->migrations) {
		const struct migration *migration = placed->migration;
		struct owner owner = {migration->version, migration->path, placed, &migration->statements,
				      &migration->effects};
		struct arena_mark mark = arena_mark(line.arena);
		if (dump_wanted(paths, owner.path))
			dump(&line, &owner);
		arena_pop(line.arena, mark);
	}
	vec_each(struct job *, job, &graph->jobs) {
		if (!(*job)->reading || !(*job)->job_class)
			continue;
		struct owner owner = {(*job)->id, (*job)->job_class->path, NULL, &(*job)->reading->statements,
				      &(*job)->reading->effects};
		struct arena_mark mark = arena_mark(line.arena);
		if (dump_wanted(paths, owner.path))
			dump(&line, &owner);
		arena_pop(line.arena, mark);
	}
	arena_free(line.arena);
	return line.failed ? -1 : 0;
}

int dump_statements(const struct graph *graph, const struct names *paths, FILE *out)
{
	return dump_owners(graph, paths, out, dump_statement_lines);
}

int dump_effects(const struct graph *graph, const struct names *paths, FILE *out)
{
	return dump_owners(graph, paths, out, dump_effect_lines);
}

int dump_facts(const struct graph *graph, const struct names *paths, FILE *out)
{
	return dump_owners(graph, paths, out, dump_fact_lines);
}
