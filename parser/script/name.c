/* Names of SQL migrations.
 *
 *     V1.2__add_state.sql, V1_2__add_state.sql    Flyway; U1.2__ undoes, R__views is repeatable, B5__ is a baseline
 *     000042_add_state.up.sql, .down.sql          golang-migrate
 *     20250101120000_add_state.sql                dbmate, goose, sql-migrate and most others
 *     V0001.Initial.up.sql, .down.sql             the same with a letter
 *     2025-01-01-120000_add_state/up.sql          Diesel, with a down.sql
 *     20250101120000_add_state/migration.sql      Prisma
 *     deploy/add_state.sql, revert/, verify/      sqitch, whose plan has the order; also in folders there
 *
 * Versions are compared as lists of numbers, so that 2 comes before 10 and 1.9 before 1.10.
 *
 * A product for several databases has its files once for each: in folders called after them (migrations/mysql,
 * mysql-persistence) or with their names between dots (0001_init.mysql.up.sql). A description may name a database, too
 * (0002_drop_mysql_settings.sql): that is no part of its own. */
#include "parser/script/script.h"

#include "analyzer/base/str.h"

#include <string.h>
#include <strings.h>

#define PART_DIGITS 20
static const char digits[] = "0123456789";

/* "1.2" -> each part with zeros in front. */
static const char *sort_key(struct arena *arena, const char *version)
{
	struct strbuf key = strbuf_new(arena);

	for (const char *at = version; *at;) {
		size_t length = strspn(at, digits);
		for (size_t i = length; i < PART_DIGITS; i++)
			strbuf_putc(&key, '0');
		strbuf_add(&key, at, length);
		at += length;
		strbuf_putc(&key, '.');
		at += *at ? 1 : 0;
	}
	return strbuf_finish(&key);
}

/* The numbers at the start of `name`, joined by dots; NULL when it does not begin with one, or what follows is no
 * end. */
static char *leading_version(struct arena *arena, const char *name, const char *separators, const char *end)
{
	struct strbuf version = strbuf_new(arena);
	size_t length = strspn(name, digits);

	if (!length)
		return NULL;
	strbuf_add(&version, name, length);
	name += length;
	while (*name && strchr(separators, *name) && strspn(name + 1, digits)) {
		length = strspn(name + 1, digits);
		strbuf_putc(&version, '.');
		strbuf_add(&version, name + 1, length);
		name += length + 1;
	}
	return str_starts_with(name, end) ? strbuf_finish(&version) : NULL;
}

static bool take_version(struct arena *arena, char *version, enum script_kind kind, struct script_name *out)
{
	if (!version)
		return false;
	out->kind = kind;
	out->version = version;
	out->sort_key = sort_key(arena, version);
	return true;
}

/* A capital letter, then a version and two underscores. */
static bool read_flyway(struct arena *arena, const char *name, struct script_name *out)
{
	if (str_starts_with(name, "R__")) {
		out->kind = SCRIPT_REPEATABLE;
		out->version = str_copy_n(arena, name, strlen(name) - strlen(".sql"));
		out->sort_key = str_printf(arena, "~%s", out->version);
		return true;
	}
	if (!strchr("VUB", name[0]))
		return false;
	/* an undo script takes back, a baseline stands for what older scripts have done already */
	return take_version(arena, leading_version(arena, name + 1, "._", "__"),
			    name[0] == 'V' ? SCRIPT_FORWARD : SCRIPT_BACKWARD, out);
}

/* The part of `path` before its last `count` segments' separators: its last segment. */
static char *parent_name(struct arena *arena, const char *path)
{
	const char *end = strrchr(path, '/');
	const char *start = end;

	while (start && start > path && start[-1] != '/')
		start--;
	return end ? str_copy_n(arena, start, (size_t)(end - start)) : NULL;
}

static bool read_plain(struct arena *arena, const char *path, const char *name, struct script_name *out)
{
	const char *parent = parent_name(arena, path);
	bool is_down = str_ends_with(name, ".down.sql") || str_in(name, "down.sql revert.sql") ||
		       str_ends_with(name, ".undo.sql");

	if (parent && str_in(name, "up.sql down.sql migration.sql revert.sql"))
		return take_version(arena, leading_version(arena, parent, "-", ""),
				    is_down ? SCRIPT_BACKWARD : SCRIPT_FORWARD, out);
	/* without .up or .down it would be Flyway's, which does not take it */
	if ((name[0] == 'V' || name[0] == 'v') && (str_ends_with(name, ".up.sql") || str_ends_with(name, ".down.sql")))
		name++;
	return take_version(arena, leading_version(arena, name, "", ""), is_down ? SCRIPT_BACKWARD : SCRIPT_FORWARD,
			    out);
}

/* The segments behind the last of these folders are the name of the change: "deploy/tables/users.sql". */
static bool read_planned(struct arena *arena, const char *path, struct script_name *out)
{
	const char *name = NULL;
	const char *folder = NULL;

	for (const char *slash = strchr(path, '/'); slash; slash = strchr(path, '/')) {
		char *segment = str_copy_n(arena, path, (size_t)(slash - path));
		path = slash + 1;
		if (!str_in(segment, "deploy revert verify"))
			continue;
		folder = segment;
		name = path;
	}
	if (!name)
		return false;
	out->kind = str_equal(folder, "deploy") ? SCRIPT_FORWARD : SCRIPT_BACKWARD;
	out->version = str_copy_n(arena, name, strlen(name) - strlen(".sql"));
	out->sort_key = out->version;
	out->is_planned = true;
	return true;
}

/* "v1.4", "1.4.2", "release-1.4" as a whole segment. */
static const char *release_of_segment(struct arena *arena, const char *segment, size_t length)
{
	char *text = str_copy_n(arena, segment, length);
	const char *number = text;

	if (str_starts_with(text, "release-") || str_starts_with(text, "release_"))
		number += strlen("release-");
	if (*number == 'v' || *number == 'V')
		number++;
	const char *release = leading_version(arena, number, ".", "");
	return release && strchr(release, '.') && strlen(release) == strlen(number) ? release : NULL;
}

static const char *release_of_path(struct arena *arena, const char *path)
{
	const char *found = NULL;

	for (const char *end = strchr(path, '/'); end; end = strchr(path, '/')) {
		const char *release = release_of_segment(arena, path, (size_t)(end - path));
		found = release ? release : found;
		path = end + 1;
	}
	return found;
}

/* --- databases that are not PostgreSQL --- */

struct dialect {
	const char *word;
	const char *name;
	bool is_common_word; /* it may mean something else: it counts below a folder of migrations only */
};

static const struct dialect dialects[] = {
	{"clickhouse", "ClickHouse", false},
	{"cockroach", "CockroachDB", false},
	{"cockroachdb", "CockroachDB", false},
	{"db2", "Db2", false},
	{"derby", "Derby", true},
	{"h2", "H2", true},
	{"hsqldb", "HSQLDB", false},
	{"mariadb", "MariaDB", false},
	{"mssql", "SQL Server", false},
	{"mysql", "MySQL", false},
	{"oracle", "Oracle", true},
	{"snowflake", "Snowflake", true},
	{"spanner", "Spanner", true},
	{"sqlite", "SQLite", false},
	{"sqlite3", "SQLite", false},
	{"sqlserver", "SQL Server", false},
};

static const struct dialect *dialect_of(const char *text, size_t length)
{
	for (size_t i = 0; i < sizeof(dialects) / sizeof(dialects[0]); i++) {
		const char *word = dialects[i].word;
		if (strlen(word) == length && strncasecmp(word, text, length) == 0)
			return &dialects[i];
	}
	return NULL;
}

/* A folder that is called after a database, or begins or ends with its name: "mysql", "migration_mysql", "jdbc-mysql". */
static const struct dialect *dialect_of_folder(const char *name, size_t length)
{
	static const char separators[] = "-_.";
	size_t first = 0;
	size_t last = length;

	while (first < length && !strchr(separators, name[first]))
		first++;
	while (last > 0 && !strchr(separators, name[last - 1]))
		last--;
	const struct dialect *found = dialect_of(name, first);
	return found ? found : dialect_of(name + last, length - last);
}

/* "name.mysql.up.sql": between dots, behind the first part. */
static const struct dialect *dialect_of_name(const char *name)
{
	const char *at = strchr(name, '.');

	while (at) {
		size_t length = strcspn(at + 1, ".");
		const struct dialect *found = dialect_of(at + 1, length);
		if (found)
			return found;
		at = at[1 + length] ? at + 1 + length : NULL;
	}
	return NULL;
}

static const char *foreign_database(struct arena *arena, const char *path)
{
	bool below_migrations = false;
	const struct dialect *found = NULL;

	for (const char *end = strchr(path, '/'); end && !found; end = strchr(path, '/')) {
		size_t length = (size_t)(end - path);
		if (!strchr(digits, path[0]))
			found = dialect_of_folder(path, length);
		if (found && found->is_common_word && !below_migrations)
			found = NULL;
		below_migrations = below_migrations || strstr(str_copy_n(arena, path, length), "migration");
		path = end + 1;
	}
	if (!found && !strchr(path, '/'))
		found = dialect_of_name(path);
	return found ? found->name : NULL;
}

/* --- */

static bool is_part_of_history(struct arena *arena, const char *segment)
{
	size_t length = strlen(segment);

	return leading_version(arena, segment, "", "") || release_of_segment(arena, segment, length) ||
	       str_equal(segment, "deploy");
}

const char *script_history(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder = str_copy_n(arena, path, slash ? (size_t)(slash - path) : 0);

	while (*folder) {
		char *last = strrchr(folder, '/');
		if (!is_part_of_history(arena, last ? last + 1 : folder))
			break;
		*(last ? last : folder) = '\0';
	}
	return folder;
}

bool script_name_read(struct arena *arena, const char *path, struct script_name *out)
{
	const char *name = strrchr(path, '/');

	*out = (struct script_name){0};
	name = name ? name + 1 : path;
	if (!str_ends_with(name, ".sql"))
		return false;
	out->release = release_of_path(arena, path);
	out->foreign = foreign_database(arena, path);
	const char *parent = parent_name(arena, path);
	bool is_change = str_in(parent, "deploy revert verify");
	return read_flyway(arena, name, out) || (is_change && read_planned(arena, path, out)) ||
	       read_plain(arena, path, name, out) || read_planned(arena, path, out);
}
