/* Plural rules after ActiveSupport's inflections.rb: the irregular words that occur in table names, uncountable ones,
 * then endings from the longest to the shortest. Only the last word of a snake_case name is changed. */
#include "parser/ruby/eval/inflect.h"

#include <string.h>

struct pair {
	const char *singular;
	const char *plural;
};

static const struct pair irregular[] = {
	{"alias", "aliases"}, {"analysis", "analyses"}, {"axis", "axes"},       {"child", "children"},
	{"index", "indices"}, {"man", "men"},           {"matrix", "matrices"}, {"octopus", "octopi"},
	{"person", "people"}, {"quiz", "quizzes"},      {"status", "statuses"}, {"vertex", "vertices"},
	{"virus", "viri"},
};

static const char uncountable[] =
	"custom_emoji emoji equipment information jeans metadata money news police rice series "
	"sheep species history_data data";

/* Longest endings first. */
static const struct pair endings[] = {
	{"sis", "ses"}, {"tum", "ta"}, {"tch", "tches"}, {"ch", "ches"}, {"sh", "shes"}, {"ss", "sses"}, {"x", "xes"},
};

static const char *last_word(const char *word)
{
	const char *underscore = strrchr(word, '_');

	return underscore ? underscore + 1 : word;
}

static char *replace_tail(struct arena *arena, const char *word, size_t tail, const char *with)
{
	return str_printf(arena, "%.*s%s", (int)(strlen(word) - tail), word, with);
}

static bool ends_in_consonant_y(const char *word)
{
	size_t length = strlen(word);

	return length > 1 && word[length - 1] == 'y' && !strchr("aeiou", word[length - 2]);
}

char *inflect_plural(struct arena *arena, const char *word)
{
	const char *last = last_word(word);

	if (str_in(last, uncountable) || str_in(word, uncountable))
		return str_copy(arena, word);
	for (size_t i = 0; i < sizeof(irregular) / sizeof(*irregular); i++)
		if (str_equal(last, irregular[i].singular))
			return replace_tail(arena, word, strlen(last), irregular[i].plural);
	for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++)
		if (str_ends_with(word, endings[i].singular))
			return replace_tail(arena, word, strlen(endings[i].singular), endings[i].plural);
	if (ends_in_consonant_y(word))
		return replace_tail(arena, word, 1, "ies");
	return str_ends_with(word, "s") ? str_copy(arena, word) : str_printf(arena, "%ss", word);
}

char *inflect_singular(struct arena *arena, const char *word)
{
	const char *last = last_word(word);
	size_t length = strlen(word);

	if (str_in(last, uncountable) || str_in(word, uncountable))
		return str_copy(arena, word);
	for (size_t i = 0; i < sizeof(irregular) / sizeof(*irregular); i++)
		if (str_equal(last, irregular[i].plural))
			return replace_tail(arena, word, strlen(last), irregular[i].singular);
	for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++)
		if (str_ends_with(word, endings[i].plural))
			return replace_tail(arena, word, strlen(endings[i].plural), endings[i].singular);
	if (str_ends_with(word, "ies") && length > 4)
		return replace_tail(arena, word, 3, "y");
	return str_ends_with(word, "s") && !str_ends_with(word, "ss") ? replace_tail(arena, word, 1, "")
								      : str_copy(arena, word);
}

char *inflect_table(struct arena *arena, const char *class_path)
{
	char *path = inflect_plural(arena, str_underscore(arena, class_path));

	for (char *c = path; *c; c++)
		if (*c == '/')
			*c = '_';
	return path;
}

const char *inflect_demodulize(const char *class_path)
{
	const char *last = class_path;

	for (const char *c = strstr(class_path, "::"); c; c = strstr(c + 2, "::"))
		last = c + 2;
	return last;
}
