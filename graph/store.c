/* All of SQLite.
 *
 * A store is written once, in one transaction, into a file of its own without journal or synchronisation: if that does
 * not come to its end, the file is thrown away. Afterwards it is only read. Values reach the database through prepared
 * statements; the SQL that is put together here consists of the rows of tables.def and of question marks.
 *
 * Users' SQL is untrusted: one statement, an authorizer that lets reading pass and nothing else (ATTACH and PRAGMA
 * count as reading for sqlite3_stmt_readonly()), limits on sizes, and a progress handler that looks at the clock. The
 * file is not trusted either: it may have been made by others, so its schema may call no function with side effects,
 * and every page is checked before the first question. */
#include "graph/store.h"

#include "analyzer/base/cleanup.h"
#include "graph/store_file.h"
#include "graph/store_rows.h"

#include <sqlite3.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#define TEXT_OF(number) TEXT_OF_VALUE(number)
#define TEXT_OF_VALUE(number) #number

#define LENGTH_LIMIT (64 << 20)
#define SQL_LIMIT (1 << 20)
#define STEPS_BETWEEN_LOOKS 10000

DEFINE_CLEANUP(sqlite3 *, sqlite3_close)
DEFINE_CLEANUP(sqlite3_stmt *, sqlite3_finalize)

struct store {
	struct arena *arena;
	sqlite3 *database;
	const struct store_table *tables; /* those of its subject */
	size_t table_count;
	sqlite3_stmt **inserts; /* while it is loaded: one for each table */
	struct store_past *past;
	const char *path; /* that the file gets when it is loaded; NULL: it is in memory */
	const char *aside;
	bool failed;
	double ends; /* when the running question has to end; 0: never */
};

static const struct store_table tree_tables[] = {
#define X(kind, name, sentence, sql) {STORE_##kind, #name, sentence, sql},
#include "graph/tables.def"
#undef X
};

static const struct store_table release_tables[] = {
#define X(kind, name, sentence, sql) {STORE_##kind, #name, sentence, sql},
#include "graph/release_tables.def"
#undef X
};

const struct store_table *store_tables(enum store_subject subject, size_t *count_out)
{
	*count_out = subject == STORE_TREE ? STORE_ROWS_COUNT : STORE_PAST_COUNT;
	return subject == STORE_TREE ? tree_tables : release_tables;
}

static struct store_error error_of(struct arena *arena, sqlite3 *database)
{
	return (struct store_error){str_copy(arena, sqlite3_errmsg(database)), sqlite3_error_offset(database)};
}

void store_close(struct store *store)
{
	if (!store)
		return;
	for (size_t i = 0; i < store->table_count; i++)
		sqlite3_finalize(store->inserts[i]);
	store->table_count = 0;
	sqlite3_close(store->database);
	store->database = NULL;
}

/* ---- reading ---- */

static bool has_word(const char *word, const char *const *words)
{
	for (; *words; words++) {
		if (strcasecmp(word, *words) == 0)
			return true;
	}
	return false;
}

/* Pragmas that only tell something; some of them change it when they are given a value. */
static bool may_ask(const char *pragma, const char *value)
{
	static const char *const about[] = {"foreign_key_check", "foreign_key_list", "index_info",  "index_list",
					    "index_xinfo",       "integrity_check",  "quick_check", "table_info",
					    "table_list",        "table_xinfo",      NULL};
	static const char *const bare[] = {
		"application_id", "collation_list", "compile_options", "database_list", "function_list",
		"page_count",     "page_size",      "schema_version",  "user_version",  NULL};

	return has_word(pragma, about) || (!value && has_word(pragma, bare));
}

static int authorize(void *payload, int action, const char *first, const char *second, const char *database,
		     const char *trigger)
{
	(void)payload;
	(void)database;
	(void)trigger;
	switch (action) {
	case SQLITE_SELECT:
	case SQLITE_READ:
	case SQLITE_RECURSIVE:
		return SQLITE_OK;
	case SQLITE_FUNCTION:
		return strcasecmp(second, "load_extension") == 0 ? SQLITE_DENY : SQLITE_OK;
	case SQLITE_PRAGMA:
		return may_ask(first, second) ? SQLITE_OK : SQLITE_DENY;
	default:
		return SQLITE_DENY;
	}
}

static void restrict_to_reading(sqlite3 *database)
{
	sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	/* a misspelt "column" is an error, not a text */
	sqlite3_db_config(database, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_limit(database, SQLITE_LIMIT_ATTACHED, 0);
	sqlite3_limit(database, SQLITE_LIMIT_LENGTH, LENGTH_LIMIT);
	sqlite3_limit(database, SQLITE_LIMIT_SQL_LENGTH, SQL_LIMIT);
	sqlite3_set_authorizer(database, authorize, NULL);
}

/* The one value of the first row; NULL when there is none. */
static char *ask(struct arena *arena, sqlite3 *database, const char *sql, const char *parameter)
{
	_cleanup_(sqlite3_finalize) sqlite3_stmt *statement = NULL;

	if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL) != SQLITE_OK)
		return NULL;
	if (parameter)
		sqlite3_bind_text(statement, 1, parameter, -1, SQLITE_STATIC);
	if (sqlite3_step(statement) != SQLITE_ROW)
		return NULL;
	return str_copy(arena, (const char *)sqlite3_column_text(statement, 0));
}

static bool info_is(struct arena *arena, sqlite3 *database, const char *key, const char *value)
{
	return str_equal(ask(arena, database, "SELECT value FROM info WHERE key = ?1", key), value);
}

static enum store_state check_content(struct arena *arena, sqlite3 *database, const struct store_origin *origin,
				      struct store_error *error)
{
	const char *check = ask(arena, database, "PRAGMA quick_check(1)", NULL);

	if (!str_equal(check, "ok")) {
		error->text = check ? check : str_copy(arena, sqlite3_errmsg(database));
		return STORE_DAMAGED;
	}
	error->text = "it is about another tree";
	if (!info_is(arena, database, "tree", origin->tree))
		return STORE_OTHER;
	error->text = "the tree or the program has changed";
	if (!info_is(arena, database, "digest", origin->digest) ||
	    !info_is(arena, database, "tool_version", origin->tool_version))
		return STORE_STALE;
	return STORE_READY;
}

static struct store *store_new(struct arena *arena, sqlite3 **database)
{
	struct store *store = ARENA_NEW(arena, struct store);

	store->arena = arena;
	store->database = *database;
	*database = NULL;
	return store;
}

/* SQLite takes names such as ":memory:" and "" for something else than files. */
static const char *file_name(struct arena *arena, const char *path)
{
	return path[0] == '/' ? path : str_printf(arena, "./%s", path);
}

enum store_state store_open(struct arena *arena, const char *path, const struct store_origin *origin,
			    struct store **out, struct store_error *error)
{
	_cleanup_(sqlite3_close) sqlite3 *database = NULL;
	enum store_state state = store_file_state(arena, path, error);

	if (state != STORE_READY)
		return state;
	if (sqlite3_open_v2(file_name(arena, path), &database, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK) {
		*error = error_of(arena, database);
		return STORE_UNREADABLE;
	}
	restrict_to_reading(database);
	state = check_content(arena, database, origin, error);
	if (state == STORE_READY)
		*out = store_new(arena, &database);
	return state;
}

/* ---- writing ---- */

static int execute(struct store *store, const char *sql)
{
	return sqlite3_exec(store->database, sql, NULL, NULL, NULL) == SQLITE_OK ? 0 : -1;
}

static int create(struct store *store, enum store_part part)
{
	static const char *const words[] = {[STORE_TABLE] = "TABLE", [STORE_INDEX] = "INDEX", [STORE_VIEW] = "VIEW"};

	for (size_t i = 0; i < store->table_count; i++) {
		const struct store_table *table = &store->tables[i];
		if (table->part == part &&
		    execute(store, str_printf(store->arena, "CREATE %s %s %s", words[part], table->name, table->sql)))
			return -1;
	}
	return 0;
}

/* INSERT INTO name VALUES (?, ?, ...) */
static sqlite3_stmt *insert_of(struct store *store, unsigned table, size_t count)
{
	struct strbuf sql = strbuf_new(store->arena);

	if (store->inserts[table])
		return store->inserts[table];
	strbuf_printf(&sql, "INSERT INTO %s VALUES (", store->tables[table].name);
	for (size_t i = 0; i < count; i++)
		strbuf_puts(&sql, i ? ", ?" : "?");
	strbuf_putc(&sql, ')');
	if (sqlite3_prepare_v2(store->database, strbuf_finish(&sql), -1, &store->inserts[table], NULL) != SQLITE_OK)
		store->failed = true;
	return store->inserts[table];
}

void store_add(struct store *store, unsigned table, const struct store_value *values, size_t count)
{
	if (store->failed)
		return;
	sqlite3_stmt *insert = insert_of(store, table, count);
	for (size_t i = 0; i < count && insert; i++) {
		if (values[i].kind == STORE_TEXT)
			sqlite3_bind_text(insert, (int)i + 1, values[i].text, -1, SQLITE_STATIC);
		else if (values[i].kind == STORE_INTEGER)
			sqlite3_bind_int64(insert, (int)i + 1, values[i].integer);
		else
			sqlite3_bind_null(insert, (int)i + 1);
	}
	/* the reset of a failed statement keeps the message */
	store->failed = !insert || sqlite3_step(insert) != SQLITE_DONE || sqlite3_reset(insert) != SQLITE_OK;
}

struct store_past *store_past(struct store *store)
{
	return store->past;
}

static int begin_filling(struct store *store)
{
	static const char settings[] =
		"PRAGMA journal_mode = OFF;"
		"PRAGMA synchronous = OFF;"
		"PRAGMA foreign_keys = ON;"
		"PRAGMA application_id = " TEXT_OF(STORE_APPLICATION_ID) ";"
									 "PRAGMA user_version = " TEXT_OF(
										 STORE_SCHEMA_VERSION) ";"
												       "BEGIN";

	return execute(store, settings) || create(store, STORE_TABLE) ? -1 : 0;
}

static int end_filling(struct store *store)
{
	if (store->failed || create(store, STORE_INDEX) || create(store, STORE_VIEW))
		return -1;
	return execute(store, "COMMIT; ANALYZE");
}

/* Says why, closes, and throws away what was written. */
static void give_up(struct store *store, struct store_error *error)
{
	*error = error_of(store->arena, store->database);
	store_close(store);
	if (store->aside)
		unlink(store->aside);
}

/* A database with empty tables, beside `path` or in memory. NULL after filling in the error. */
static struct store *begin(struct arena *arena, const char *path, enum store_subject subject, struct store_error *error)
{
	_cleanup_(sqlite3_close) sqlite3 *database = NULL;
	const char *aside = path ? store_file_begin(arena, path, error) : NULL;
	const char *name = path ? (aside ? file_name(arena, aside) : NULL) : ":memory:";

	if (!name)
		return NULL;
	if (sqlite3_open_v2(name, &database, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK) {
		*error = error_of(arena, database);
		if (aside)
			unlink(aside);
		return NULL;
	}
	struct store *store = store_new(arena, &database);
	store->tables = store_tables(subject, &store->table_count);
	store->inserts = ARENA_ARRAY(arena, sqlite3_stmt *, store->table_count);
	store->path = path;
	store->aside = aside;
	if (begin_filling(store) == 0)
		return store;
	give_up(store, error);
	return NULL;
}

/* Opens what was written for reading. */
static struct store *end(struct store *store, const struct store_origin *origin, struct store_error *error)
{
	struct store *opened = NULL;

	if (end_filling(store)) {
		give_up(store, error);
		return NULL;
	}
	if (!store->path) {
		restrict_to_reading(store->database);
		return store;
	}
	store_close(store);
	if (store_file_finish(store->arena, store->aside, store->path, error) == 0 &&
	    store_open(store->arena, store->path, origin, &opened, error) == STORE_READY)
		return opened;
	unlink(store->aside);
	return NULL;
}

struct store *store_build(struct arena *arena, const char *path, const struct graph *graph,
			  const struct store_origin *origin, struct store_error *error)
{
	struct store *store = begin(arena, path, STORE_TREE, error);

	if (!store)
		return NULL;
	struct arena *scratch = arena_new();
	store_load(store, scratch, graph, origin);
	arena_free(scratch);
	return end(store, origin, error);
}

struct store *store_releases_begin(struct arena *arena, const char *path, struct store_error *error)
{
	struct store *store = begin(arena, path, STORE_RELEASES, error);

	if (store)
		store->past = store_past_new(arena);
	return store;
}

struct store *store_releases_end(struct store *store, const struct store_origin *origin, struct store_error *error)
{
	const char *const rows[][2] = {
		{"tree", origin->tree}, {"digest", origin->digest}, {"tool_version", origin->tool_version}};

	for (size_t i = 0; i < 3; i++)
		store_add(store, STORE_ADD_PAST(info, store_text(rows[i][0]), store_text(rows[i][1])));
	return end(store, origin, error);
}

/* ---- questions ---- */

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static int look_at_clock(void *payload)
{
	const struct store *store = payload;

	return store->ends > 0 && now() > store->ends;
}

static enum store_answer invalid(struct store_error *error, const char *text)
{
	*error = (struct store_error){text, -1};
	return STORE_INVALID;
}

static enum store_answer failure(struct store *store, int code, struct store_error *error)
{
	*error = error_of(store->arena, store->database);
	switch (code & 0xff) {
	case SQLITE_INTERRUPT:
		return STORE_TIMEOUT;
	case SQLITE_AUTH:
		return invalid(error, "only statements that read the index are allowed");
	case SQLITE_ERROR:
	case SQLITE_TOOBIG:
	case SQLITE_MISMATCH:
	case SQLITE_RANGE:
		return STORE_INVALID;
	default:
		return STORE_FAILED;
	}
}

/* Is there anything but space and comments? */
static bool is_statement(struct store *store, const char *sql)
{
	_cleanup_(sqlite3_finalize) sqlite3_stmt *statement = NULL;

	return sqlite3_prepare_v2(store->database, sql, -1, &statement, NULL) != SQLITE_OK || statement;
}

static enum store_answer prepare(struct store *store, const char *sql, sqlite3_stmt **out, struct store_error *error)
{
	const char *tail = NULL;
	int code = sqlite3_prepare_v2(store->database, sql, -1, out, &tail);

	if (code != SQLITE_OK)
		return failure(store, code, error);
	if (!*out)
		return invalid(error, "there is no statement");
	if (is_statement(store, tail))
		return invalid(error, "one statement at a time, please");
	if (!sqlite3_stmt_readonly(*out))
		return invalid(error, "only statements that read the index are allowed");
	if (sqlite3_bind_parameter_count(*out))
		return invalid(error, "there is nothing to put in for a parameter such as '?'");
	return STORE_ANSWERED;
}

static struct store_value value_of(sqlite3_stmt *statement, int column)
{
	struct store_value value = {.kind = STORE_NULL};

	switch (sqlite3_column_type(statement, column)) {
	case SQLITE_INTEGER:
		value.kind = STORE_INTEGER;
		value.integer = sqlite3_column_int64(statement, column);
		break;
	case SQLITE_FLOAT:
		value.kind = STORE_REAL;
		value.real = sqlite3_column_double(statement, column);
		break;
	case SQLITE_TEXT:
	case SQLITE_BLOB:
		value.kind = sqlite3_column_type(statement, column) == SQLITE_TEXT ? STORE_TEXT : STORE_BLOB;
		value.text = (const char *)sqlite3_column_text(statement, column);
		value.length = (size_t)sqlite3_column_bytes(statement, column);
		break;
	default:
		break;
	}
	if (value.kind >= STORE_TEXT && !value.text)
		value.text = "";
	return value;
}

static int tell_columns(struct store *store, sqlite3_stmt *statement, size_t count, const struct store_query *query)
{
	const char **names = ARENA_ARRAY(store->arena, const char *, count + 1);

	for (size_t i = 0; i < count; i++)
		names[i] = str_copy(store->arena, sqlite3_column_name(statement, (int)i));
	return query->columns ? query->columns(query->payload, names, count) : 0;
}

static enum store_answer run(struct store *store, sqlite3_stmt *statement, const struct store_query *query,
			     struct store_error *error)
{
	size_t count = (size_t)sqlite3_column_count(statement);
	struct store_value *values = ARENA_ARRAY(store->arena, struct store_value, count + 1);
	int code;

	if (tell_columns(store, statement, count, query))
		return STORE_STOPPED;
	while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
		for (size_t i = 0; i < count; i++)
			values[i] = value_of(statement, (int)i);
		if (query->row && query->row(query->payload, values, count))
			return STORE_STOPPED;
	}
	return code == SQLITE_DONE ? STORE_ANSWERED : failure(store, code, error);
}

enum store_answer store_query(struct store *store, const char *sql, const struct store_query *query,
			      struct store_error *error)
{
	_cleanup_(sqlite3_finalize) sqlite3_stmt *statement = NULL;

	*error = (struct store_error){.offset = -1};
	store->ends = query->seconds > 0 ? now() + query->seconds : 0;
	sqlite3_progress_handler(store->database, STEPS_BETWEEN_LOOKS, look_at_clock, store);
	enum store_answer answer = prepare(store, sql, &statement, error);
	if (answer == STORE_ANSWERED)
		answer = run(store, statement, query, error);
	return answer;
}
