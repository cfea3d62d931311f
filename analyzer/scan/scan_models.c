/* A model file is named by its path below app/models (or ee/app/models): "ci/build.rb"; a module of migration helpers by
 * its path below lib. Files are read into the arena and given back when nothing in them was of use. */
#include "analyzer/scan/scan_parts.h"

#include "analyzer/base/str.h"
#include "parser/ruby/ruby.h"

#include <stdlib.h>
#include <string.h>

static const struct source *read_model(void *payload, const char *relative_path)
{
	struct scanner *scanner = payload;
	struct inputs *inputs = &scanner->scan->inputs;
	const struct source *source = NULL;

	for (size_t folder = 0; folder < MODEL_FOLDERS && !source; folder++) {
		struct input *input = model_input(scanner->arena, inputs, relative_path, folder);
		source = input ? scan_read(scanner, input) : NULL;
	}
	return source;
}

void scan_models_connect(struct scanner *scanner)
{
	ruby_set_models(scanner->ruby, read_model, scanner);
}

static int by_location(const void *left, const void *right)
{
	const struct ignored_column *a = left;
	const struct ignored_column *b = right;
	int order = location_compare(a->location, b->location);

	return order ? order : str_compare(a->column, b->column);
}

static void read_ignored_columns(struct scanner *scanner, const struct source *source, struct kept_columns *out)
{
	struct ignored_column *items = NULL;
	size_t count = 0;

	ruby_read_ignored_columns(scanner->ruby, source, &items, &count);
	for (size_t i = 0; i < count; i++)
		vec_push(scanner->arena, &out->list, items[i]);
}

static bool mentions(const struct source *source, const char *word)
{
	return memmem(source->bytes, source->length, word, strlen(word)) != NULL;
}

bool scan_wants_model(const struct source *source)
{
	return mentions(source, "ignore_column") || mentions(source, "stopgraph:disable");
}

/* Reads a model; keeps its memory only if it is wanted. */
static struct source *read_if_wanted(struct scanner *scanner, struct input *input)
{
	struct arena_mark mark = arena_mark(scanner->arena);
	size_t diags = scanner->diags->count;
	struct source *source =
		scanner->contents ? input_read_content(scanner->arena, scanner->options->tree, input, scanner->diags)
				  : input_read(scanner->arena, scanner->options->tree, input, scanner->diags);

	if (source && scan_wants_model(source)) {
		vec_push(scanner->arena, &scanner->scan->sources, source);
		return source;
	}
	if (scanner->diags->count == diags) {
		arena_pop(scanner->arena, mark);
		if (scanner->contents)
			contents_set_plain(scanner->contents, input);
	}
	return NULL;
}

/* What is kept about a model. One of which nothing is wanted has no length. */
static bool recall_model(struct scanner *scanner, struct scanned *scanned, struct kept_columns *columns)
{
	struct input *input = scanned->input;
	struct reading *reading = &scanned->reading;

	if (!input->has_content)
		return false;
	readings_open(scanner->readings,
		      &(struct reading_request){.kind = "columns", .path = input->path, .content = &input->content},
		      reading);
	if (!reading->is_known)
		return false;
	if (reading->needs_reading)
		scanned->source = scan_read(scanner, input);
	else if (reading->length)
		scanned->source = contents_source(scanner->contents, input, reading->length);
	return readings_recall(scanner->readings, reading, &shape_columns, scanned->source, columns);
}

/* With ids that name the bytes for ever, that nothing is wanted is worth keeping, too. */
static void keep_model(struct scanner *scanner, struct scanned *scanned, const struct kept_columns *columns)
{
	bool is_wanted = scanned->source != NULL;

	if (!is_wanted && (scanner->options->tree->stamp || !scanned->input->has_content))
		return;
	if (!scanned->reading.is_known)
		readings_open(scanner->readings,
			      &(struct reading_request){.kind = "columns",
							.path = scanned->input->path,
							.content = &scanned->input->content},
			      &scanned->reading);
	if (is_wanted)
		scan_keep(scanner, scanned, &shape_columns, columns);
	else if (scanner->diags->count == scanned->diags)
		readings_keep(scanner->readings, &scanned->reading, &shape_columns, NULL, columns);
}

static void read_model_columns(struct scanner *scanner, struct scanned *scanned, struct kept_columns *columns)
{
	scanned->source = read_if_wanted(scanner, scanned->input);
	if (scanner->readings)
		readings_begin(scanner->readings);
	if (scanned->source)
		read_ignored_columns(scanner, scanned->source, columns);
	if (scanner->readings)
		keep_model(scanner, scanned, columns);
}

static void take_model(struct scanner *scanner, struct input *input)
{
	struct kept_columns columns = {0};
	struct scanned scanned = {.input = input, .diags = scanner->diags->count};

	if (scanner->readings && contents_is_plain(scanner->contents, input))
		return;
	if (!scanner->readings || !recall_model(scanner, &scanned, &columns))
		read_model_columns(scanner, &scanned, &columns);
	vec_each(struct ignored_column, item, &columns.list)
		vec_push(scanner->arena, &scanner->project->ignored_columns, *item);
}

void scan_models(struct scanner *scanner)
{
	size_t diags = scanner->diags->count;

	if (scanner->options->reach && reach_declared(scanner->options->reach))
		return;
	scan_each(scanner, INPUT_MODEL, take_model);
	ruby_end_ahead(scanner->ruby);
	SORT(&scanner->project->ignored_columns, by_location);
	scanner->declaration_diags += scanner->diags->count - diags;
}
