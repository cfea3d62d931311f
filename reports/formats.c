/* The rows of formats.def as a table. */
#include "reports/formats.h"

#include <string.h>

#define X(format) extern const struct report_format report_format_##format;
#include "reports/formats.def"
#undef X

static const struct report_format *const formats[] = {
#define X(format) &report_format_##format,
#include "reports/formats.def"
#undef X
};

#define FORMAT_COUNT (sizeof(formats) / sizeof(formats[0]))

const struct report_format *const *formats_list(size_t *count_out)
{
	*count_out = FORMAT_COUNT;
	return formats;
}

const struct report_format *format_find(const char *name)
{
	for (size_t i = 0; name && i < FORMAT_COUNT; i++) {
		if (strcmp(formats[i]->name, name) == 0)
			return formats[i];
	}
	return NULL;
}
