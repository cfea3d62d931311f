/* The table of stages and the words of their lines. */
#include "reports/dump.h"

#include "reports/dump_line.h"

#include <string.h>

static const struct dump_stage stages[] = {
	{"statements", "every statement of migrations and jobs, resolved or not", dump_statements},
	{"effects", "what the statements do", dump_effects},
	{"facts", "who touches which table and column, in the order of execution", dump_facts},
	{"edges", "which migration or job needs which job", dump_edges},
};

const struct dump_stage *dump_stages(size_t *count_out)
{
	*count_out = sizeof(stages) / sizeof(stages[0]);
	return stages;
}

const struct dump_stage *dump_stage_find(const char *name)
{
	for (size_t i = 0; name && i < sizeof(stages) / sizeof(stages[0]); i++) {
		if (strcmp(stages[i].name, name) == 0)
			return &stages[i];
	}
	return NULL;
}

static void put(struct dump_line *line, const char *text)
{
	line->failed = fputs(text, line->out) == EOF || line->failed;
}

static void put_byte(struct dump_line *line, int byte)
{
	line->failed = fputc(byte, line->out) == EOF || line->failed;
}

static void separate(struct dump_line *line)
{
	if (line->has_words)
		put_byte(line, ' ');
	line->has_words = true;
}

static void put_word(struct dump_line *line, const char *word)
{
	for (; *word; word++)
		put_byte(line, (unsigned char)*word <= ' ' ? '_' : *word);
}

void dump_word(struct dump_line *line, const char *word)
{
	separate(line);
	put_word(line, word && *word ? word : "-");
}

void dump_pair(struct dump_line *line, const char *key, const char *word)
{
	if (!word)
		return;
	separate(line);
	put(line, key);
	put_byte(line, '=');
	put_word(line, *word ? word : "-");
}

void dump_quoted(struct dump_line *line, const char *key, const char *text)
{
	if (!text)
		return;
	separate(line);
	put(line, key);
	put(line, "=\"");
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			put_byte(line, '\\');
		if (*text == '\n')
			put(line, "\\n");
		else
			put_byte(line, (unsigned char)*text < ' ' ? ' ' : *text);
	}
	put_byte(line, '"');
}

void dump_end(struct dump_line *line)
{
	put_byte(line, '\n');
	line->has_words = false;
}

const char *dump_version(struct dump_line *line, const char *version, struct release release)
{
	const char *text = release_text(line->arena, release);
	return str_printf(line->arena, "%s@%s", version ? version : "?", text ? text : "?");
}

static bool is_path_or_end(const char *path, const char *wanted)
{
	size_t whole = strlen(path), length;
	if (str_starts_with(wanted, "./"))
		wanted += 2;
	length = strlen(wanted);
	return str_equal(path, wanted) ||
	       (length && whole > length && path[whole - length - 1] == '/' && str_ends_with(path, wanted));
}

bool dump_wanted(const struct names *paths, const char *path)
{
	if (!paths || paths->count == 0)
		return true;
	for (size_t i = 0; path && i < paths->count; i++) {
		if (is_path_or_end(path, paths->items[i]))
			return true;
	}
	return false;
}
