/* --report FORMAT=FILE: what was found, written to files beside the report on the terminal. Formats are checked before
 * the tree is read, so that a mistyped one does not cost the run. */
#include "analyzer/cli/cli.h"

#include "reports/formats.h"

#include <string.h>

static const char *format_names(struct arena *arena)
{
	size_t count;
	const struct report_format *const *formats = formats_list(&count);
	struct names names = {0};

	for (size_t i = 0; i < count; i++) {
		if (formats[i]->write_findings)
			names_push(arena, &names, formats[i]->name);
	}
	return names_join(arena, &names, " ");
}

/* NULL after a message. */
static const struct report_format *format_of(const struct cli_options *options, const char *report)
{
	const char *equals = strchr(report, '=');

	if (!equals || equals == report || !equals[1]) {
		trouble("--report wants FORMAT=FILE, not '%s'", report);
		return NULL;
	}
	const char *name = str_copy_n(options->arena, report, (size_t)(equals - report));
	const struct report_format *format = format_find(name);
	if (format && format->write_findings)
		return format;
	trouble("--report writes %s, not '%s'", str_list(options->arena, format_names(options->arena), " or "), name);
	return NULL;
}

int side_reports_check(const struct cli_options *options)
{
	for (size_t i = 0; i < options->reports.count; i++) {
		if (!format_of(options, options->reports.items[i]))
			return STATUS_TROUBLE;
	}
	return 0;
}

int side_reports_write(const struct cli_options *options, const struct result *result)
{
	int status = 0;

	for (size_t i = 0; i < options->reports.count; i++) {
		const char *report = options->reports.items[i];
		struct cli_options file = *options;
		struct output output;
		file.output = strchr(report, '=') + 1;
		file.color = "never";
		const struct report_format *format = format_of(options, report);
		if (output_open(&file, format->name, &output)) {
			status = STATUS_TROUBLE;
			continue;
		}
		output.report.show_suppressed = options->explain_suppressed;
		format->write_findings(result, &output.report, output.file);
		if (output_close(&output, 0))
			status = STATUS_TROUBLE;
	}
	return status;
}
