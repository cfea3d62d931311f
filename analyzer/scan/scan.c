/* Order matters here: what the parsers of Ruby need to know is read first. Dictionaries tell the tables of models,
 * structure.sql the columns of tables; every migration adds what it creates, so that a later one that drops or validates
 * by name finds the table. Then job classes can be evaluated whenever the graph asks for one.
 *
 * Model files are many and large. They are read only to look for `ignore_column`, and parsed only if it is there, or if a
 * job or migration names the model. */
#include "analyzer/scan/scan_parts.h"

#include "analyzer/base/map.h"
#include "analyzer/releases/release_calendar.h"
#include "analyzer/scan/hints.h"
#include "analyzer/scan/profile.h"
#include "analyzer/scan/scan_release.h"
#include "graph/graph.h"
#include "graph/schema.h"
#include "parser/ruby/ruby.h"
#include "parser/sql/sql.h"
#include "parser/yaml/yaml.h"

#include <stdlib.h>
#include <string.h>

void scan_progress(const struct scanner *scanner, const char *what, size_t done, size_t total)
{
	if (scanner->options->progress)
		scanner->options->progress(scanner->options->progress_payload, what, done, total);
}

struct source *scan_read(struct scanner *scanner, struct input *input)
{
	struct source *source = scanner->contents
					? contents_read(scanner->contents, scanner->arena, input, scanner->diags)
					: input_read(scanner->arena, scanner->options->tree, input, scanner->diags);

	if (source) {
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
		struct source *source = scan_read(scanner, input);
		if (source)
			take(scanner, input, source);
	}
}

void scan_each(struct scanner *scanner, enum input_role role, void (*take)(struct scanner *, struct input *))
{
	vec_each(struct input, input, &scanner->scan->inputs) {
		if (input->role == role)
			take(scanner, input);
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

static void take_job_dictionary(struct scanner *scanner, struct input *input)
{
	struct job_dictionary *entry = ARENA_NEW(scanner->arena, struct job_dictionary);
	struct scanned scanned;

	if (!scan_open(scanner, input, "job dictionary", &scanned))
		return;
	if (!scan_recall(scanner, &scanned, &shape_job_dictionary, entry)) {
		entry = yaml_read_job_dictionary(scanner->arena, scanned.source, scanner->diags);
		if (entry)
			scan_keep(scanner, &scanned, &shape_job_dictionary, entry);
	}
	if (entry)
		vec_push(scanner->arena, &scanner->project->job_dictionaries, entry);
}

static void take_out_of_band(struct scanner *scanner, const struct input *input, struct source *source)
{
	(void)input;
	yaml_read_out_of_band(scanner->arena, source, scanner->project, scanner->diags);
}

static void add_table_dictionary(struct scanner *scanner, struct table_dictionary *entry)
{
	vec_push(scanner->arena, &scanner->project->table_dictionaries, entry);
	for (size_t i = 0; !entry->is_deleted && i < entry->classes.count; i++)
		ruby_add_model_table(scanner->ruby, entry->classes.items[i], entry->table);
}

static void take_table_dictionary(struct scanner *scanner, struct input *input)
{
	struct table_dictionary *entry = ARENA_NEW(scanner->arena, struct table_dictionary);
	struct scanned scanned;

	if (!scan_open(scanner, input, "table dictionary", &scanned))
		return;
	if (!scan_recall(scanner, &scanned, &shape_table_dictionary, entry)) {
		entry = yaml_read_table_dictionary(scanner->arena, scanned.source, scanner->diags);
		if (entry)
			scan_keep(scanner, &scanned, &shape_table_dictionary, entry);
	}
	if (entry)
		add_table_dictionary(scanner, entry);
}

/* What they say was kept, as it stands for a tree of which only migrations differ. */
static bool recall_declared(struct scanner *scanner)
{
	const struct reach *reach = scanner->options->reach;
	const struct kept_declared *declared = reach ? reach_declared(reach) : NULL;
	struct project *project = scanner->project;

	if (!declared)
		return false;
	vec_each(struct job_dictionary *, entry, &declared->job_dictionaries)
		vec_push(scanner->arena, &project->job_dictionaries, *entry);
	vec_each(struct table_dictionary *, entry, &declared->table_dictionaries)
		add_table_dictionary(scanner, *entry);
	vec_each(const struct ignored_column, column, &declared->ignored_columns)
		vec_push(scanner->arena, &project->ignored_columns, *column);
	project->loose_foreign_key_tables = declared->loose_foreign_key_tables;
	return true;
}

static int table_order(const void *left, const void *right)
{
	const struct table_dictionary *const *a = left;
	const struct table_dictionary *const *b = right;
	int order = str_compare((*a)->table, (*b)->table);

	return order ? order : str_compare((*a)->path, (*b)->path);
}

static void read_dictionaries(struct scanner *scanner)
{
	size_t diags = scanner->diags->count;

	each_source(scanner, INPUT_LOOSE_FOREIGN_KEYS, take_loose_foreign_keys);
	scan_each(scanner, INPUT_JOB_DICTIONARY, take_job_dictionary);
	scan_each(scanner, INPUT_TABLE_DICTIONARY, take_table_dictionary);
	SORT(&scanner->project->table_dictionaries, table_order);
	scanner->declaration_diags += scanner->diags->count - diags;
}

static int connection_order(const void *left, const void *right)
{
	const struct database_connection *const *a = left;
	const struct database_connection *const *b = right;

	return str_compare((*a)->name, (*b)->name);
}

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
	/* SQL files say their releases themselves */
	if (!has_input(scanner, INPUT_VERSION) && !project->release &&
	    !profile_is_sql(scanner->scan, scanner->options->profile) && profile_has_migrations(scanner->scan))
		diag_add_path(scanner->diags, DIAG_release_unknown, "VERSION",
			      "there is no file 'VERSION' that names the release of the tree");
	each_source(scanner, INPUT_UPGRADE_PATH, take_upgrade_path);
	each_source(scanner, INPUT_CONNECTION, take_connection);
	SORT(&project->databases, connection_order);
	each_source(scanner, INPUT_OUT_OF_BAND, take_out_of_band);
	if (!recall_declared(scanner))
		read_dictionaries(scanner);
}

/* With a cache the schema is learned late, and what is asked is noted. */
static void open_cache(struct scanner *scanner)
{
	struct cache_file *file = scanner->options->cache;
	struct arena *arena = scanner->arena;

	if (!file)
		return;
	scanner->contents = scanner->options->contents;
	if (!scanner->contents)
		scanner->contents = contents_new(arena, file, scanner->options->tree, &scanner->scan->inputs);
	scanner->around = surroundings_new(arena, file, scanner->contents, scanner->project);
	surroundings_limit(scanner->around, scanner->options->reach);
	scanner->readings = readings_new(arena, file, scanner->contents, scanner->around);
	scanner->job_readings = map_new(arena);
	scanner->digests = map_new(arena);
}

static const struct catalog *catalog_of(struct scanner *scanner)
{
	if (scanner->around)
		return surroundings_catalog(scanner->around);
	scanner->schema = schema_new(scanner->arena);
	struct catalog *catalog = ARENA_NEW(scanner->arena, struct catalog);
	*catalog = schema_catalog(scanner->schema);
	return catalog;
}

/* What hangs on the profile, which files and migrations tell. */
static void scan_profile(struct scanner *scanner)
{
	struct project *project = scanner->project;

	project->profile = profile_of(scanner->scan, scanner->options->profile);
	if (!project_is_gitlab(project) && project->release && project->release == scanner->options->release)
		project->release = scanner->options->release_of_others;
	if (project_is_gitlab(project))
		release_dates_fill(scanner->arena, project);
	add_published_stops(scanner);
	SORT(&project->stops, stop_order);
}

struct scan *scan_tree(struct arena *arena, const struct scan_options *options, struct diags *diags)
{
	struct scan *scan = ARENA_NEW(arena, struct scan);
	struct scan_options *kept = ARENA_NEW(arena, struct scan_options);
	struct scanner *scanner = ARENA_NEW(arena, struct scanner);
	size_t first_diag = options->inputs ? options->listing_diag : diags->count;

	*kept = *options;
	*scanner = (struct scanner){
		.arena = arena,
		.options = kept,
		.diags = diags,
		.scan = scan,
		.project = &scan->project,
	};
	if (options->inputs)
		scan->inputs = *options->inputs;
	else
		inputs_list_paths(arena, options->tree, options->paths, &scan->inputs, diags);
	scan->places.paths = options->paths;
	inputs_find_histories(arena, &scan->inputs, &scan->places);
	scan->scanner = scanner;
	scan->project.revision = options->tree->revision;
	open_cache(scanner);
	scanner->ruby = scan->ruby = ruby_new(arena, catalog_of(scanner));
	ruby_share_trees(scanner->ruby, options->trees);
	scan_models_connect(scanner);
	scan_begin_ahead(scanner);
	read_declarations(scanner);
	scan_code(scanner);
	scan_profile(scanner);
	scan_progress(scanner, "models", 0, 1);
	scan_models(scanner);
	note_unsupported(scanner);
	list_as_unresolved(scanner, first_diag);
	if (scanner->contents)
		contents_save(scanner->contents);
	if (scan->project.migrations.count || scan->project.job_classes.count)
		return scan;
	diag_add_path(diags, DIAG_none_found, ".", "no migration and no background job that can be read was found");
	hints_add(arena, options->tree, diags);
	scan_free(scan);
	return NULL;
}

void scan_free(struct scan *scan)
{
	if (!scan)
		return;
	ruby_free(scan->ruby);
	readings_free(scan->scanner->readings);
	surroundings_free(scan->scanner->around);
}
