/* The size that an expression has when every repetition is written out: "+" stands for twice what is before it, "{m,n}" for n
 * times. That is how the C library builds its automaton, so the size bounds its time and memory. "*" and "?" count like "+":
 * one inside the other takes it long as well. Whether the expression is valid is regcomp()'s to say. */
#include "analyzer/base/pattern.h"

#include <stdlib.h>
#include <string.h>

#define LENGTH_MAX 1000u
#define SIZE_MAX_EXPANDED 20000u
#define DEPTH_MAX 32u

struct expansion {
	size_t total[DEPTH_MAX + 1]; /* of each open group; the first one is the whole */
	size_t depth;
	size_t atom; /* size of what stands before, with its repetitions */
};

static void add_atom(struct expansion *e, size_t size)
{
	e->atom = size;
	e->total[e->depth] += size;
}

static void repeat(struct expansion *e, size_t times)
{
	size_t size = times && e->atom > SIZE_MAX_EXPANDED / times ? SIZE_MAX_EXPANDED + 1 : e->atom * times;

	if (times)
		e->total[e->depth] += size - e->atom;
	e->atom = times ? size : e->atom;
}

/* The larger number of "{m,n}", "{m,}" or "{m}", which begins at `at`. */
static size_t bound(const char *at)
{
	char *end;
	unsigned long low = strtoul(at + 1, &end, 10);
	unsigned long high = *end == ',' ? strtoul(end + 1, NULL, 10) : 0;

	return high > low ? high : low + 1;
}

/* Behind a bracket expression that begins at `at`: "[]a]" and "[^]a]" hold a bracket. */
static const char *bracket_end(const char *at)
{
	at += at[1] == '^' ? 2 : 1;
	const char *end = *at ? strchr(at + 1, ']') : NULL;

	return end ? end : at + strlen(at) - 1;
}

static const char *take(struct expansion *e, const char **at)
{
	switch (**at) {
	case '\\':
		if ((*at)[1] >= '1' && (*at)[1] <= '9')
			return "a reference to a group takes too long";
		*at += (*at)[1] ? 1 : 0;
		add_atom(e, 1);
		break;
	case '[':
		*at = bracket_end(*at);
		add_atom(e, 1);
		break;
	case '(':
		if (e->depth == DEPTH_MAX)
			return "its groups are nested too deeply";
		e->total[++e->depth] = 1;
		break;
	case ')':
		if (e->depth)
			add_atom(e, e->total[e->depth--]);
		break;
	case '+':
	case '*':
	case '?':
		repeat(e, 2);
		break;
	case '{':
		repeat(e, bound(*at));
		break;
	default:
		add_atom(e, 1);
	}
	return NULL;
}

const char *pattern_problem(const char *pattern)
{
	struct expansion expansion = {.atom = 0};

	if (strlen(pattern) > LENGTH_MAX)
		return "it is too long";
	for (const char *at = pattern; *at; at++) {
		const char *problem = take(&expansion, &at);
		if (problem)
			return problem;
		if (expansion.total[expansion.depth] > SIZE_MAX_EXPANDED)
			return "with its repetitions written out it is too long";
	}
	return NULL;
}
