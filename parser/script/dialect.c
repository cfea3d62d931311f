/* Whose SQL a script is that PostgreSQL's grammar does not take: told by what only one other database has. Words within
 * strings, comments and quoted names say nothing.
 *
 * One remark for such a file takes the place of one for each statement, which would hide everything else. */
#include "parser/script/dialect.h"

#include "analyzer/base/vec.h"
#include "parser/sql/scan.h"

#include <string.h>

struct mark {
	const char *words; /* one of these, upper case */
	const char *next;  /* and behind it one of these words, or this mark; NULL: anything */
	const char *name;
};

static const struct mark marks[] = {
	{"AUTO_INCREMENT UNSIGNED MEDIUMTEXT LONGTEXT TINYINT MEDIUMINT MEDIUMBLOB LONGBLOB", NULL, "MySQL"},
	{"ENGINE CHARSET", "=", "MySQL"},
	{"CHARACTER", "SET", "MySQL"},
	{"SET", "@", "MySQL"},
	{"CHANGE MODIFY", "COLUMN", "MySQL"},
	{"AUTOINCREMENT PRAGMA", NULL, "SQLite"},
	{"OR", "IGNORE ABORT FAIL", "SQLite"},
	{"WITHOUT", "ROWID", "SQLite"},
	{"NVARCHAR UNIQUEIDENTIFIER DATETIME2", NULL, "SQL Server"},
	{"IDENTITY", "(", "SQL Server"},
	{"VARCHAR2 NVARCHAR2", NULL, "Oracle"},
};

static bool is_mark(const struct scanner *scanner, const struct mark *mark, struct token token)
{
	struct scanner ahead = *scanner;

	if (!token_in(scanner, token, mark->words))
		return false;
	if (!mark->next)
		return true;
	struct token next = scan_token(&ahead);
	return token_in(scanner, next, mark->next) || token_is(scanner, next, mark->next);
}

static const char *name_of(const struct scanner *scanner, struct token token)
{
	if (token.kind == TOKEN_BACKTICK)
		return "MySQL";
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		if (is_mark(scanner, &marks[i], token))
			return marks[i].name;
	}
	return NULL;
}

static const char *dialect_of(const struct source *source)
{
	struct scanner scanner = {source->bytes, source->length, 0};

	for (struct token token; (token = scan_token(&scanner)).kind != TOKEN_END;) {
		const char *name = name_of(&scanner, token);
		if (name)
			return name;
	}
	return NULL;
}

static bool does_not_parse(const char *why)
{
	return why && str_starts_with(why, "SQL does not parse");
}

/* The statements stay counted; they lie in the place that is told. */
static struct location gather_statements(struct statements *statements, const char *why)
{
	struct location first = {0};

	vec_each(struct statement, statement, statements) {
		if (statement->resolved || !does_not_parse(statement->why))
			continue;
		if (!first.source)
			first = statement->location;
		statement->location = first;
		statement->why = why;
	}
	return first;
}

void dialect_gather(struct arena *arena, const struct source *source, struct statements *statements,
		    struct unresolved_list *list)
{
	size_t kept = 0;
	size_t count = 0;

	vec_each(const struct unresolved, item, list)
		count += does_not_parse(item->why);
	const char *name = count ? dialect_of(source) : NULL;
	if (!name)
		return;
	const char *why = str_printf(arena,
				     "%zu statement%s of this file %s not parse, and it looks like %s's SQL: only "
				     "PostgreSQL's is read ('paths: { exclude: [...] }' leaves files out)",
				     count, count == 1 ? "" : "s", count == 1 ? "does" : "do", name);
	struct unresolved gathered = {gather_statements(statements, why), name, why};
	for (size_t i = 0; i < list->count; i++) {
		if (!does_not_parse(list->items[i].why))
			list->items[kept++] = list->items[i];
	}
	list->items[kept++] = gathered;
	list->count = kept;
}
