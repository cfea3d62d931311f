/* Names of levels, as every format spells them. */
#include "analyzer/finding.h"

const char *level_name(enum level level)
{
	static const char *const names[] = {"note", "warning", "error"};
	return names[level];
}
