/* Names of levels, as every format spells them. */
#include "analyzer/finding.h"

static const char *const names[] = {"note", "warning", "error"};

const char *level_name(enum level level)
{
	return names[level];
}

bool level_find(const char *name, enum level *out)
{
	for (enum level level = LEVEL_NOTE; level <= LEVEL_ERROR; level++) {
		if (str_equal(names[level], name)) {
			*out = level;
			return true;
		}
	}
	return false;
}
