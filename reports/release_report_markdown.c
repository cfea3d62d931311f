#include "reports/release_report.h"
int release_report_write_markdown(const struct release_report *report, FILE *out)
{
	(void)report;
	(void)out;
	return 0;
}
