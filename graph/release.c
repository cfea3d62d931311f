/* Releases: 18.10 is later than 18.9, 14.9 is earlier than 14.9.0, suffixes such as -pre or -ee say nothing. */
#include "graph/graph.h"

#include <ctype.h>

/* A run of digits; false when there is none or it is absurdly long. */
static bool number_parse(const char **at, int *out)
{
	const char *start = *at;
	int number = 0;

	while (isdigit((unsigned char)**at)) {
		if (*at - start >= 6)
			return false;
		number = number * 10 + (**at - '0');
		(*at)++;
	}
	*out = number;
	return *at > start;
}

bool release_parse(const char *text, struct release *out)
{
	struct release release = {.patch = -1};

	if (!text)
		return false;
	if (*text == 'v')
		text++;
	if (!number_parse(&text, &release.major) || *text++ != '.' || !number_parse(&text, &release.minor))
		return false;
	if (text[0] == '.' && isdigit((unsigned char)text[1])) {
		text++;
		if (!number_parse(&text, &release.patch))
			return false;
	}
	if (isalnum((unsigned char)*text) || *text == '.' || !release_known(release))
		return false;
	*out = release;
	return true;
}

static int compare_int(int a, int b)
{
	return (a > b) - (a < b);
}

int release_compare_minor(struct release a, struct release b)
{
	int order = compare_int(a.major, b.major);

	return order ? order : compare_int(a.minor, b.minor);
}

int release_compare(struct release a, struct release b)
{
	int order = release_compare_minor(a, b);

	return order ? order : compare_int(a.patch, b.patch);
}

bool release_known(struct release release)
{
	return release.major > 0 || release.minor > 0;
}

char *release_text(struct arena *arena, struct release release)
{
	if (!release_known(release))
		return NULL;
	if (release.patch < 0)
		return str_printf(arena, "%d.%d", release.major, release.minor);
	return str_printf(arena, "%d.%d.%d", release.major, release.minor, release.patch);
}
