/* Texts made from the tables of commands, options, rules, formats and settings, so that none can be forgotten: manual
 * pages and completions. `stopgraph help --format NAME` prints one; the build installs them. */
#ifndef STOPGRAPH_GENERATE_H
#define STOPGRAPH_GENERATE_H

#include "analyzer/cli/cli.h"

struct generator {
	const char *name;
	void (*write)(FILE *out);
};

/* Sorted by name; ends with a NULL name. */
extern const struct generator generators[];

void completion_write_bash(FILE *out);
void completion_write_zsh(FILE *out);
void completion_write_fish(FILE *out);

#endif
