/* A list of out-of-band migrations: work that an application does in the background of a running instance, each entry
 * with the release that introduced it and, once that is decided, the release that starts only when it is finished.
 *
 *     - id: 14
 *       team: insights
 *       component: db.settings
 *       description: Move settings from files to tables.
 *       introduced_version_major: 3
 *       introduced_version_minor: 35
 *       deprecated_version_major: 3
 *       deprecated_version_minor: 43
 *
 * An entry becomes two steps of an upgrade, like migrations: one that queues the job, and one that refuses to go on.
 *
 * What the code of the application does is not read. The component is a convention: a database and what is migrated in it,
 * most often a table ("frontend-db.external-services", "lsif_uploads.num_references"). Each part of it that is the
 * name of a table stands for work on that table; parts that name none meet no migration. */
#include "parser/yaml/events.h"
#include "parser/yaml/yaml.h"

#include <stdlib.h>
#include <string.h>

#define DIGITS_MAX 6

struct entry {
	const struct yaml_node *node;
	const char *id;
	const char *component;
	const char *class_name; /* of the job */
	const char *description;
};

/* Both to read and to write: which columns is not known. */
static void add_work(struct arena *arena, struct effects *out, const char *table, struct location location)
{
	static const enum effect_verb verbs[] = {EFFECT_READ, EFFECT_WRITE};

	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
		struct effect effect = effect_make(verbs[i], OBJECT_ROWS, location);
		effect.table = table;
		effect.certainty = CERTAINTY_LIKELY;
		vec_push(arena, out, effect);
	}
}

static struct effects *work_on(struct arena *arena, const char *component, struct location location)
{
	struct effects *work = ARENA_NEW(arena, struct effects);

	for (const char *at = component; at && *at;) {
		size_t length = strcspn(at, ".");
		char *table = str_copy_n(arena, at, length);
		for (char *c = table; *c; c++)
			*c = *c == '-' ? '_' : *c;
		if (*table)
			add_work(arena, work, table, location);
		at += length + (at[length] == '.');
	}
	return work;
}

static struct migration *new_step(struct arena *arena, const struct source *source, const struct entry *entry,
				  const char *release, enum effect_verb verb)
{
	bool is_gate = verb == EFFECT_GATE;
	struct migration *step = ARENA_NEW(arena, struct migration);
	struct job_effect *job = ARENA_NEW(arena, struct job_effect);
	struct effect effect = effect_make(verb, OBJECT_JOB, yaml_location(entry->node, NULL));

	*job = (struct job_effect){.era = JOB_OUT_OF_BAND, .manner = GATE_RAISES, .arguments = "[]"};
	effect.name = entry->class_name;
	effect.job = job;
	if (!is_gate)
		job->does = work_on(arena, entry->component, effect.location);
	*step = (struct migration){
		.source = (struct source *)source,
		.path = source->path,
		.version = is_gate ? str_printf(arena, "%s-deprecated", entry->id) : entry->id,
		.sort_key = str_printf(arena, "!%d%0*d", is_gate, DIGITS_MAX, atoi(entry->id)),
		.class_name = entry->description,
		.class_location = effect.location,
		.database = "main",
		.milestone = release,
		.milestone_location = effect.location,
	};
	struct statement statement = {
		.location = effect.location, .what = is_gate ? "deprecated" : "introduced", .resolved = true};
	vec_push(arena, &step->statements, statement);
	vec_push(arena, &step->effects, effect);
	return step;
}

/* "3.35" of PREFIX_version_major and PREFIX_version_minor; NULL when they are not there. */
static const char *release_of(struct arena *arena, const struct yaml_node *node, const char *prefix)
{
	const char *major = yaml_string(yaml_get(node, str_printf(arena, "%s_version_major", prefix)), NULL);
	const char *minor = yaml_string(yaml_get(node, str_printf(arena, "%s_version_minor", prefix)), NULL);
	static const char digits[] = "0123456789";

	if (!major || !minor || !*major || !*minor || major[strspn(major, digits)] || minor[strspn(minor, digits)])
		return NULL;
	return str_printf(arena, "%s.%s", major, minor);
}

static bool is_number(const char *text)
{
	size_t length = text ? strspn(text, "0123456789") : 0;

	return length > 0 && length <= DIGITS_MAX && !text[length];
}

static void add_job_class(struct arena *arena, const struct source *source, const struct entry *entry,
			  struct project *out, struct diags *diags)
{
	struct job_class *job = ARENA_NEW(arena, struct job_class);

	*job = (struct job_class){.name = entry->class_name,
				  .path = source->path,
				  .location = yaml_location(entry->node, NULL),
				  .feature_category = yaml_string(yaml_get(entry->node, "team"), diags)};
	vec_push(arena, &out->job_classes, job);
}

static void read_entry(struct arena *arena, const struct source *source, const struct yaml_node *node,
		       struct project *out, struct diags *diags)
{
	struct entry entry = {.node = node, .id = yaml_string(yaml_get(node, "id"), NULL)};
	entry.component = yaml_string(yaml_get(node, "component"), NULL);
	const char *introduced = release_of(arena, node, "introduced");
	const char *deprecated = release_of(arena, node, "deprecated");

	if (!is_number(entry.id) || !introduced) {
		diag_add(diags, DIAG_yaml_value, yaml_location(node, NULL),
			 "an out-of-band migration has an id and the release that introduced it");
		return;
	}
	entry.class_name = entry.component ? str_printf(arena, "%s %s", entry.id, entry.component) : entry.id;
	entry.description = yaml_string(yaml_get(node, "description"), NULL);
	add_job_class(arena, source, &entry, out, diags);
	vec_push(arena, &out->migrations, new_step(arena, source, &entry, introduced, EFFECT_QUEUE));
	if (deprecated)
		vec_push(arena, &out->migrations, new_step(arena, source, &entry, deprecated, EFFECT_GATE));
}

void yaml_read_out_of_band(struct arena *arena, const struct source *source, struct project *out, struct diags *diags)
{
	const struct yaml_node *root = yaml_read(arena, source, diags);

	if (!root)
		return;
	if (root->kind != YAML_LIST) {
		diag_add(diags, DIAG_yaml_value, root->location, "a list of out-of-band migrations is wanted here");
		return;
	}
	for (size_t i = 0; i < root->count; i++)
		read_entry(arena, source, root->items[i], out, diags);
	if (root->count) {
		struct unresolved item = {
			root->location, "out-of-band migrations",
			"their code is not read: which columns they read and write is not known, and tables "
			"only by the names of their components"};
		vec_push(arena, &out->unresolved, item);
	}
}
