/* Order matters here: what the parsers of Ruby need to know is read first. Dictionaries tell the tables of models,
 * structure.sql the columns of tables; every migration adds what it creates, so that a later one that drops or validates
 * by name finds the table. Then job classes can be evaluated whenever the graph asks for one.
 *
 * Model files are many and large. They are read only to look for `ignore_column`, and parsed only if it is there, or if a
 * job or migration names the model. */
#include "analyzer/scan.h"

#include "analyzer/profile.h"
#include "analyzer/release_calendar.h"
#include "analyzer/scan_models.h"
#include "analyzer/scan_release.h"
#include "graph/graph.h"
#include "graph/schema.h"
#include "parser/ruby/ruby.h"
#include "parser/sql/sql.h"
#include "parser/yaml/yaml.h"

#include <stdlib.h>
#include <string.h>

struct scanner {
	struct arena *arena;
	const struct scan_options *options;
	struct diags *diags;
	struct scan *scan;
	struct project *project;
	struct schema *schema;
	struct catalog catalog;
	struct ruby *ruby;
	struct sql_memo *memo; /* of the dumps of the schema */
};

static void progress(const struct scanner *scanner, const char *what, size_t done, size_t total)
{
	if (scanner->options->progress)
		scanner->options->progress(scanner->options->progress_payload, what, done, total);
}

static struct source *read_source(struct scanner *scanner, const struct input *input)
{
	struct source *source = input_read(scanner->arena, scanner->options->tree, input, scanner->diags);

	if (source) {
		scanner->scan->bytes_read += source->length;
		scanner->scan->files_read++;
		vec_push(scanner->arena, &scanner->scan->sources, source);
	}
	return source;
}

static bool has_input(const struct scanner *scanner, enum input_role role)
{
	vec_each(struct input, input, &scanner->scan->inputs) {
		if (input->role == role)
			return true;
	}
	return false;
}

/* Calls `take` for every readable input of a role. */
static void each_source(struct scanner *scanner, enum input_role role,
			void (*take)(struct scanner *, const struct input *, struct source *))
{
	vec_each(struct input, input, &scanner->scan->inputs) {
		if (input->role != role)
			continue;
		struct source *source = read_source(scanner, input);
		if (source)
			take(scanner, input, source);
	}
}

/* "18.9.0-pre\n" -> "18.9" */
static void take_version(struct scanner *scanner, const struct input *input, struct source *source)
{
	static const char digits[] = "0123456789";
	const char *text = str_copy_n(scanner->arena, source->bytes, source->length);
	size_t major = strspn(text, digits);
	size_t minor = text[major] == '.' ? strspn(text + major + 1, digits) : 0;

	(void)input;
	if (major == 0 || minor == 0 || major > 5 || minor > 5) {
		diag_add(scanner->diags, DIAG_release_unknown, (struct location){source, 0, 0},
			 "'VERSION' does not begin with a release such as 18.9");
		return;
	}
	scanner->project->release = str_copy_n(scanner->arena, text, major + 1 + minor);
}

static void take_upgrade_path(struct scanner *scanner, const struct input *input, struct source *source)
{
	(void)input;
	yaml_read_upgrade_path(scanner->arena, source, scanner->project, scanner->diags);
}

static void take_connection(struct scanner *scanner, const struct input *input, struct source *source)
{
	struct database_connection *connection = yaml_read_connection(scanner->arena, source, scanner->diags);

	(void)input;
	if (connection)
		vec_push(scanner->arena, &scanner->project->databases, connection);
}

static void take_loose_foreign_keys(struct scanner *scanner, const struct input *input, struct source *source)
{
	(void)input;
	yaml_read_loose_foreign_keys(scanner->arena, source, &scanner->project->loose_foreign_key_tables,
				     scanner->diags);
}

static void take_job_dictionary(struct scanner *scanner, const struct input *input, struct source *source)
{
	struct job_dictionary *entry = yaml_read_job_dictionary(scanner->arena, source, scanner->diags);

	(void)input;
	if (entry)
		vec_push(scanner->arena, &scanner->project->job_dictionaries, entry);
}

static void take_out_of_band(struct scanner *scanner, const struct input *input, struct source *source)
{
	(void)input;
	yaml_read_out_of_band(scanner->arena, source, scanner->project, scanner->diags);
}

static void take_table_dictionary(struct scanner *scanner, const struct input *input, struct source *source)
{
	struct table_dictionary *entry = yaml_read_table_dictionary(scanner->arena, source, scanner->diags);

	(void)input;
	if (!entry)
		return;
	vec_push(scanner->arena, &scanner->project->table_dictionaries, entry);
	for (size_t i = 0; !entry->is_deleted && i < entry->classes.count; i++)
		ruby_add_model_table(scanner->ruby, entry->classes.items[i], entry->table);
}

static void read_structure(struct scanner *scanner, struct source *source, struct effects *out)
{
	struct sql_input in = {
		.text = source->bytes,
		.length = source->length,
		.location = {source, 0, (uint32_t)source->length},
		.text_is_source = true,
		.certainty = CERTAINTY_PROVEN,
		.memo = scanner->memo,
	};
	struct sql_output sql = {.effects = out, .unresolved = &scanner->project->unresolved};

	/* a dump has about one effect in two lines; growing by doubling would leave twice the list behind in the arena */
	if (!out->items) {
		out->capacity = (size_t)source->line_count * 7 / 10 + 1;
		out->items = ARENA_ARRAY(scanner->arena, struct effect, out->capacity);
	}
	sql_read(scanner->arena, &in, &sql);
}

static void take_structure(struct scanner *scanner, const struct input *input, struct source *source)
{
	(void)input;
	read_structure(scanner, source, &scanner->project->structure);
}

static void take_initial_structure(struct scanner *scanner, const struct input *input, struct source *source)
{
	(void)input;
	read_structure(scanner, source, &scanner->project->initial_structure);
}

/* What a dump in SQL says, a schema in Ruby says less exactly. */
static void take_schema(struct scanner *scanner, const struct input *input, struct source *source)
{
	(void)input;
	if (!has_input(scanner, INPUT_STRUCTURE))
		ruby_read_schema(scanner->ruby, source, &scanner->project->structure, &scanner->project->unresolved);
}

static void take_job(struct scanner *scanner, const struct input *input, struct source *source)
{
	(void)input;
	ruby_add_job_source(scanner->ruby, source);
}

static void take_migration(struct scanner *scanner, const struct input *input, struct source *source)
{
	struct migration *migration = ARENA_NEW(scanner->arena, struct migration);

	migration->source = source;
	migration->path = source->path;
	migration->version = input_version(scanner->arena, source->path);
	migration->kind = input->role == INPUT_POST_MIGRATION ? MIGRATION_POST : MIGRATION_REGULAR;
	migration->database = input->database;
	if (!ruby_read_migration(scanner->ruby, source, migration)) {
		struct unresolved none = {{source, 0, 0}, "migration", "no migration class is defined in this file"};
		vec_push(scanner->arena, &scanner->project->unresolved, none);
		return;
	}
	schema_learn(scanner->schema, &migration->effects);
	schema_learn(scanner->schema, &migration->down_effects);
	vec_push(scanner->arena, &scanner->project->migrations, migration);
}

static int by_version(const void *left, const void *right)
{
	const struct input *const *a = left;
	const struct input *const *b = right;
	const char *a_name = strrchr((*a)->path, '/');
	const char *b_name = strrchr((*b)->path, '/');
	int order = str_compare(a_name, b_name);

	return order ? order : str_compare((*a)->path, (*b)->path);
}

/* Old before new, whatever folder they lie in: a later migration may need what an earlier one creates. */
static void read_migrations(struct scanner *scanner)
{
	VEC(const struct input *) inputs = {0};

	vec_each(struct input, input, &scanner->scan->inputs) {
		if (input->role == INPUT_MIGRATION || input->role == INPUT_POST_MIGRATION)
			vec_push(scanner->arena, &inputs, input);
	}
	if (inputs.count)
		qsort(inputs.items, inputs.count, sizeof(*inputs.items), by_version);
	for (size_t i = 0; i < inputs.count; i++) {
		struct source *source = read_source(scanner, inputs.items[i]);
		if (source)
			take_migration(scanner, inputs.items[i], source);
		progress(scanner, "migrations", i + 1, inputs.count);
	}
}

static int migration_order(const void *left, const void *right)
{
	const struct migration *const *a = left;
	const struct migration *const *b = right;
	int order = str_compare((*a)->database, (*b)->database);

	order = order ? order : str_compare((*a)->path, (*b)->path);
	return order ? order : str_compare((*a)->sort_key, (*b)->sort_key);
}

static int job_class_order(const void *left, const void *right)
{
	const struct job_class *const *a = left;
	const struct job_class *const *b = right;

	return str_compare((*a)->name, (*b)->name);
}

static int connection_order(const void *left, const void *right)
{
	const struct database_connection *const *a = left;
	const struct database_connection *const *b = right;

	return str_compare((*a)->name, (*b)->name);
}

static int table_order(const void *left, const void *right)
{
	const struct table_dictionary *const *a = left;
	const struct table_dictionary *const *b = right;
	int order = str_compare((*a)->table, (*b)->table);

	return order ? order : str_compare((*a)->path, (*b)->path);
}

#define SORT(vec, order)                                                                                               \
	do {                                                                                                           \
		if ((vec)->count)                                                                                      \
			qsort((vec)->items, (vec)->count, sizeof(*(vec)->items), (order));                             \
	} while (0)

/* Files that belong to the product's migrations and that we do not read are named, migrations once per folder. */
static void note_unsupported(struct scanner *scanner)
{
	const char *noted = NULL;

	vec_each(struct input, input, &scanner->scan->inputs) {
		if (input->role != INPUT_NOT_SUPPORTED)
			continue;
		const char *folder =
			str_copy_n(scanner->arena, input->path, (size_t)(strrchr(input->path, '/') - input->path));
		if (!str_equal(noted, folder))
			diag_add_path(scanner->diags, DIAG_input_not_supported, folder,
				      "migrations that are not for PostgreSQL are not read");
		noted = folder;
	}
}

/* Diagnostics about inputs are also things that could not be resolved: the outputs count them. */
static void list_as_unresolved(struct scanner *scanner, size_t first)
{
	for (size_t i = first; i < scanner->diags->count; i++) {
		const struct diag *diag = &scanner->diags->items[i];
		struct unresolved item = {diag->location, diag_code_summary(diag->code), diag->text};
		if (diag_code_severity(diag->code) >= DIAG_SEVERITY_WARNING && diag->location.source)
			vec_push(scanner->arena, &scanner->project->unresolved, item);
	}
}

static const struct job_reading *read_job(void *payload, const char *class_name, const char *table, const char *column,
					  const char *arguments)
{
	return ruby_read_job(payload, class_name, table, column, arguments);
}

/* What is no release comes first. */
static int compare_releases(const char *left, const char *right)
{
	struct release a = {0};
	struct release b = {0};

	release_parse(left, &a);
	release_parse(right, &b);
	return release_compare_minor(a, b);
}

/* Conditional stops that a product publishes elsewhere complete those that it declares, up to the release of the tree.
 * Without a declaration nothing is known about stops, and a few conditional ones would only hide that. */
static void add_published_stops(struct scanner *scanner)
{
	struct release_rows rows = {0};

	bool is_foreign = scanner->options->releases_are_gitlabs && !project_is_gitlab(scanner->project);

	if (!scanner->options->releases || !scanner->project->stops_declared || is_foreign)
		return;
	yaml_read_releases(scanner->arena, scanner->options->releases, &rows, scanner->diags);
	vec_each(struct release_row, row, &rows) {
		const char *release = scanner->project->release;
		bool unwanted = !row->condition || (release && compare_releases(row->release, release) > 0);
		vec_each(struct declared_stop, stop, &scanner->project->stops)
			unwanted = unwanted || compare_releases(stop->release, row->release) == 0;
		struct declared_stop published = {.release = row->release,
						  .kind = STOP_CONDITIONAL,
						  .comment = row->condition,
						  .location = row->location};
		if (!unwanted)
			vec_push(scanner->arena, &scanner->project->stops, published);
	}
}

static int stop_order(const void *left, const void *right)
{
	const struct declared_stop *a = left;
	const struct declared_stop *b = right;
	int order = compare_releases(a->release, b->release);

	return order ? order : location_compare(a->location, b->location);
}

static void read_declarations(struct scanner *scanner)
{
	struct project *project = scanner->project;

	each_source(scanner, INPUT_VERSION, take_version);
	if (!project->release && !has_input(scanner, INPUT_VERSION))
		scan_release_of_code(scanner->arena, scanner->scan, scanner->options->tree, scanner->diags);
	if (!project->release)
		project->release = scanner->options->release;
	if (!has_input(scanner, INPUT_VERSION) && !project->release)
		diag_add_path(scanner->diags, DIAG_release_unknown, "VERSION",
			      "there is no file 'VERSION' that names the release of the tree");
	each_source(scanner, INPUT_UPGRADE_PATH, take_upgrade_path);
	each_source(scanner, INPUT_CONNECTION, take_connection);
	SORT(&project->databases, connection_order);
	each_source(scanner, INPUT_LOOSE_FOREIGN_KEYS, take_loose_foreign_keys);
	each_source(scanner, INPUT_JOB_DICTIONARY, take_job_dictionary);
	each_source(scanner, INPUT_OUT_OF_BAND, take_out_of_band);
	each_source(scanner, INPUT_TABLE_DICTIONARY, take_table_dictionary);
	SORT(&project->table_dictionaries, table_order);
}

/* A gem's job classes are known when a migration queues them. */
static void add_builtin_jobs(struct scanner *scanner)
{
	for (size_t i = 0; i < scanner->project->migrations.count; i++) {
		vec_each(const struct effect, effect, &scanner->project->migrations.items[i]->effects) {
			if (effect->job && effect->job->era == JOB_ONLINE && effect->name)
				ruby_add_builtin_job(scanner->ruby, effect->name);
		}
	}
}

static void read_code(struct scanner *scanner)
{
	struct project *project = scanner->project;
	struct job_class **classes;

	progress(scanner, "structure", 0, 1);
	each_source(scanner, INPUT_INITIAL_STRUCTURE, take_initial_structure);
	each_source(scanner, INPUT_STRUCTURE, take_structure);
	each_source(scanner, INPUT_SCHEMA, take_schema);
	schema_learn(scanner->schema, &project->initial_structure);
	schema_learn(scanner->schema, &project->structure);
	progress(scanner, "jobs", 0, 1);
	each_source(scanner, INPUT_JOB, take_job);
	read_migrations(scanner);
	SORT(&project->migrations, migration_order);
	add_builtin_jobs(scanner);
	size_t count = ruby_job_classes(scanner->ruby, &classes);
	for (size_t i = 0; i < count; i++)
		vec_push(scanner->arena, &project->job_classes, classes[i]);
	SORT(&project->job_classes, job_class_order);
	project->read_job = read_job;
	project->read_job_payload = scanner->ruby;
}

struct scan *scan_tree(struct arena *arena, const struct scan_options *options, struct diags *diags)
{
	struct scan *scan = ARENA_NEW(arena, struct scan);
	struct scanner scanner = {
		.arena = arena,
		.options = options,
		.diags = diags,
		.scan = scan,
		.project = &scan->project,
		.memo = sql_memo_new(arena),
	};
	size_t first_diag = diags->count;

	inputs_list_paths(arena, options->tree, options->paths, &scan->inputs, diags);
	scan->project.revision = options->tree->revision;
	scanner.schema = schema_new(arena);
	scanner.catalog = schema_catalog(scanner.schema);
	struct catalog *catalog = ARENA_NEW(arena, struct catalog);
	*catalog = scanner.catalog;
	scanner.ruby = ruby_new(arena, catalog);
	scan->ruby = scanner.ruby;
	scan_models_connect(arena, scan, options->tree, diags);
	read_declarations(&scanner);
	read_code(&scanner);
	scan->project.profile = profile_of(scan, options->profile);
	if (project_is_gitlab(&scan->project))
		release_dates_fill(arena, &scan->project);
	add_published_stops(&scanner);
	SORT(&scan->project.stops, stop_order);
	progress(&scanner, "models", 0, 1);
	scan_models_ignored_columns(arena, scan, options->tree, diags);
	note_unsupported(&scanner);
	list_as_unresolved(&scanner, first_diag);
	if (scan->project.migrations.count || scan->project.job_classes.count)
		return scan;
	diag_add_path(diags, DIAG_none_found, ".", "no migration and no background job that can be read was found");
	scan_free(scan);
	return NULL;
}

void scan_free(struct scan *scan)
{
	if (scan)
		ruby_free(scan->ruby);
}
