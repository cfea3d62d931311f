/* Files that people write for the program: maps of settings, read by a table of their keys, so that a key which is not
 * in the table is an error that names the nearest one that is.
 *
 *     static const struct setting rows[] = {{"fail_on", read_fail_on}, ...};
 *     status = SETTINGS_READ(&reader, map, rows);
 *
 * What is wrong becomes a diagnostic of severity error at its place. */
#ifndef STOPGRAPH_SETTINGS_H
#define STOPGRAPH_SETTINGS_H

#include "analyzer/base/diag.h"
#include "parser/yaml/events.h"

struct settings_reader {
	struct arena *arena;
	struct diags *diags;
	void *target; /* what is filled in */
	void *entry;  /* of the list that is being read */
};

struct setting {
	const char *key;
	/* Reads one value. 0, or -1 after a diagnostic. */
	int (*read)(struct settings_reader *reader, const struct yaml_node *value);
};

#define SETTINGS_MAX 24u

/* Reads every key of a map. 0, or -1 after a diagnostic. */
int settings_read(struct settings_reader *reader, const struct yaml_node *map, const struct setting *rows,
		  size_t count);
/* Reads a whole file: a map of settings, or nothing at all. What is wrong with the YAML is an error, too, since no
 * setting can be trusted then. 0, or -1 after a diagnostic. */
int settings_read_file(struct settings_reader *reader, const struct source *source, const struct setting *rows,
		       size_t count);
#define SETTINGS_READ_FILE(reader, source, rows)                                                                       \
	settings_read_file(reader, source, rows, sizeof(rows) / sizeof((rows)[0]))
#define SETTINGS_READ(reader, map, rows) settings_read(reader, map, rows, sizeof(rows) / sizeof((rows)[0]))

/* A diagnostic at a value, or about a key that is none of `words`. -1. */
int settings_reject(struct settings_reader *reader, const struct yaml_node *node, const char *text);
int settings_reject_key(struct settings_reader *reader, const struct yaml_node *key, const char *const *words);

/* A text; the word null leaves *out as it is. 0, or -1 after the complaint. */
int settings_text(struct settings_reader *reader, const struct yaml_node *value, const char **out,
		  const char *complaint);

#endif
