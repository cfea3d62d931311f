/* The table of the forms of the batch report. */
#include "reports/release_report.h"

#include "analyzer/base/str.h"

const struct release_report_format release_report_formats[] = {
	{"html", release_report_write_html},
	{"json", release_report_write_json},
	{"markdown", release_report_write_markdown},
	{NULL, NULL},
};

const struct release_report_format *release_report_format_find(const char *name)
{
	for (const struct release_report_format *format = release_report_formats; format->name; format++) {
		if (str_equal(format->name, name))
			return format;
	}
	return NULL;
}
