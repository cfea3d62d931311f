/* Questions to PostgreSQL, and what they may show of the answers.
 *
 * What a user types may hold a password, also in a wrong place: an '@' or '/' that is not encoded moves a part of it
 * into the host or the database, and libpq names those in its messages. Such texts are refused before libpq sees them,
 * its messages about the text itself are not shown, and the password is taken out of all others.
 *
 * The list of jobs and their progress are two transactions: counting millions of batches may hit the time limit, and
 * the list must not be lost by that. Columns that only some releases have are asked for as members of the row's JSON. A
 * server that does not answer is left after the limit, whatever it was told. */
#include "analyzer/plan/instance.h"

#include "analyzer/plan/instance_libpq.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define DEFAULT_LIMIT 10
#define GRACE 2 /* seconds in which the server may end a statement by itself */

static const char sql_tables[] = "SELECT to_regclass('batched_background_migrations') IS NOT NULL,"
				 " to_regclass('background_migration_jobs') IS NOT NULL,"
				 " to_regclass('batched_background_migration_jobs') IS NOT NULL,"
				 " to_regclass('schema_migrations') IS NOT NULL";

/* Arguments were once stored as a JSON string that holds the array. */
static const char sql_versions[] = "SELECT version FROM schema_migrations";

static const char sql_batched[] = "SELECT job_class_name, table_name, column_name, job_arguments #>> '{}', status, id"
				  " FROM batched_background_migrations ORDER BY id";

static const char sql_tracked[] = "SELECT class_name, count(*) FILTER (WHERE status = 1), count(*)"
				  " FROM background_migration_jobs GROUP BY class_name ORDER BY class_name";

/* By rows where they were counted, else by the range of the key. A batch is at most as old as the migration's interval
 * allows, so the slower of the two is its pace. */
static const char sql_progress[] =
	"WITH unfinished AS (SELECT m.id, m.\"interval\", m.min_value AS low, m.max_value AS high,"
	"   (to_jsonb(m) ->> 'total_tuple_count')::bigint AS tuples, to_jsonb(m) ->> 'on_hold_until' AS hold"
	"  FROM batched_background_migrations m WHERE m.status NOT IN (3, 6))"
	" SELECT u.id, u.tuples > 0, u.high - u.low + 1, u.tuples, batch.done, batch.highest - u.low + 1,"
	"  batch.failed, recent.tuples, recent.keys, greatest(u.\"interval\", recent.seconds),"
	"  CASE WHEN u.hold::timestamptz > now() THEN u.hold END"
	" FROM unfinished u"
	" CROSS JOIN LATERAL (SELECT sum(b.batch_size) FILTER (WHERE b.status = 3) AS done,"
	"   max(b.max_value) FILTER (WHERE b.status = 3) AS highest, count(*) FILTER (WHERE b.status = 2) AS failed"
	"  FROM batched_background_migration_jobs b WHERE b.batched_background_migration_id = u.id) batch"
	" CROSS JOIN LATERAL (SELECT avg(l.batch_size) AS tuples, avg(l.max_value - l.min_value + 1) AS keys,"
	"   avg(extract(epoch FROM l.finished_at - l.started_at)) AS seconds"
	"  FROM (SELECT * FROM batched_background_migration_jobs b WHERE b.batched_background_migration_id = u.id"
	"   AND b.status = 3 AND b.finished_at IS NOT NULL ORDER BY b.id DESC LIMIT 20) l) recent"
	" ORDER BY u.id";

/* Columns of sql_tables. */
enum { TABLE_BATCHED, TABLE_TRACKED, TABLE_BATCHES, TABLE_VERSIONS, TABLE_COUNT };

enum progress_column {
	PROGRESS_ID,
	PROGRESS_HAS_TUPLES,
	PROGRESS_KEYS_ALL,
	PROGRESS_TUPLES_ALL,
	PROGRESS_TUPLES_DONE,
	PROGRESS_KEYS_DONE,
	PROGRESS_FAILED,
	PROGRESS_BATCH_TUPLES,
	PROGRESS_BATCH_KEYS,
	PROGRESS_BATCH_SECONDS,
	PROGRESS_HOLD
};

struct session {
	struct arena *arena;
	const struct instance_question *question;
	struct status_list *list;
	struct libpq pq;
	PGconn *connection;
	VEC(PGresult *) results; /* live as long as the session */
	struct names secrets;    /* that no message may hold */
	struct names ids;        /* of the batched migrations, in the order of the list */
	size_t first;            /* row of the first of them */
	int limit;
	const char *problem;
};

static const char *replaced(struct arena *arena, const char *text, const char *what)
{
	struct strbuf out = strbuf_new(arena);
	const char *found;

	while (*what && (found = strstr(text, what))) {
		strbuf_add(&out, text, (size_t)(found - text));
		strbuf_puts(&out, "***");
		text = found + strlen(what);
	}
	strbuf_puts(&out, text);
	return strbuf_finish(&out);
}

/* A message of libpq on one line and without secrets. */
static const char *fit_to_show(struct session *s, const char *message)
{
	char *text = str_copy(s->arena, message);

	for (size_t i = 0; i < s->secrets.count; i++)
		text = str_copy(s->arena, replaced(s->arena, text, s->secrets.items[i]));
	for (char *at = text; *at; at++)
		*at = *at == '\n' || *at == '\t' ? ' ' : *at;
	for (size_t length = strlen(text); length && text[length - 1] == ' ';)
		text[--length] = '\0';
	return str_starts_with(text, "ERROR:  ") ? text + strlen("ERROR:  ") : text;
}

/* Text in which libpq would look for the host in a password. */
static const char *url_problem(const char *url)
{
	const char *authority = strstr(url, "://");

	if (!authority)
		return strchr(url, '=') ? NULL
					: "it is neither postgresql://USER@HOST/DATABASE nor 'host=... dbname=...'";
	authority += strlen("://");
	const char *first = strchr(authority, '@');
	const char *last = strrchr(authority, '@');
	size_t length = strcspn(authority, "/?");
	if (first != last || (last && last > authority + length))
		return "within a user, a password or a parameter, '@', '/' and '?' must be written %40, %2F and %3F";
	return NULL;
}

static void keep_secret(struct session *s, const char *text)
{
	if (text && *text)
		names_add(s->arena, &s->secrets, str_copy(s->arena, text));
}

static const char *learn_secrets(struct session *s)
{
	const char *problem = url_problem(s->question->url);

	if (problem)
		return problem;
	PQconninfoOption *parts = s->pq.PQconninfoParse(s->question->url, NULL);
	if (!parts)
		return "libpq cannot read it";
	for (const PQconninfoOption *part = parts; part->keyword; part++) {
		if (strstr(part->keyword, "password"))
			keep_secret(s, part->val);
	}
	s->pq.PQconninfoFree(parts);
	keep_secret(s, getenv("PGPASSWORD"));
	return NULL;
}

static bool connect_to(struct session *s)
{
	const char *limit = str_printf(s->arena, "%d", s->limit);
	const char *const keys[] = {"connect_timeout", "dbname", "fallback_application_name", NULL};
	const char *const values[] = {limit, s->question->url, "stopgraph", NULL};
	const char *problem = learn_secrets(s);

	if (problem) {
		s->problem = str_printf(s->arena, "the URL of the database is not understood: %s", problem);
		return false;
	}
	s->connection = s->pq.PQconnectdbParams(keys, values, 1);
	if (s->pq.PQstatus(s->connection) == CONNECTION_OK)
		return true;
	s->problem = str_printf(s->arena, "the database cannot be reached: %s",
				fit_to_show(s, s->pq.PQerrorMessage(s->connection)));
	return false;
}

static int64_t milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Until the answer is there; false when the time is over or the connection is. */
static bool wait_for_answer(struct session *s)
{
	PGconn *connection = s->connection;
	int64_t end = milliseconds() + (int64_t)(s->limit + GRACE) * 1000;

	while (s->pq.PQisBusy(connection)) {
		struct pollfd ready = {.fd = s->pq.PQsocket(connection), .events = POLLIN};
		int64_t left = end - milliseconds();
		int count = left > 0 ? poll(&ready, 1, (int)left) : 0;
		if (count < 0 && errno == EINTR)
			continue;
		if (count <= 0 || !s->pq.PQconsumeInput(connection))
			return false;
	}
	return true;
}

/* The last result of a text of statements; NULL after `problem` was set. */
static PGresult *ask(struct session *s, const char *sql)
{
	PGresult *last = NULL;

	if (s->problem)
		return NULL;
	if (!s->pq.PQsendQuery(s->connection, sql)) {
		s->problem = str_printf(s->arena, "the database does not listen: %s",
					fit_to_show(s, s->pq.PQerrorMessage(s->connection)));
		return NULL;
	}
	while (!s->problem) {
		if (!wait_for_answer(s)) {
			s->problem = str_printf(s->arena, "the database did not answer within %d s", s->limit + GRACE);
			break;
		}
		PGresult *next = s->pq.PQgetResult(s->connection);
		if (!next)
			break;
		last = next;
		vec_push(s->arena, &s->results, next);
		ExecStatusType status = s->pq.PQresultStatus(last);
		if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
			s->problem = str_printf(s->arena, "the database refuses: %s",
						fit_to_show(s, s->pq.PQresultErrorMessage(last)));
	}
	return s->problem ? NULL : last;
}

/* Limits of the transaction, not of the session: a pooler may hand the session on. */
static PGresult *ask_read_only(struct session *s, const char *sql)
{
	ask(s, str_printf(s->arena,
			  "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;"
			  "SET LOCAL statement_timeout = '%ds';SET LOCAL lock_timeout = '%ds';"
			  "SET LOCAL idle_in_transaction_session_timeout = '%ds'",
			  s->limit, s->limit, s->limit));
	PGresult *answer = ask(s, sql);
	if (!answer)
		return NULL;
	ask(s, "ROLLBACK");
	return answer;
}

static const char *cell(const struct session *s, const PGresult *answer, int row, int column)
{
	return s->pq.PQgetisnull(answer, row, column) ? NULL
						      : str_copy(s->arena, s->pq.PQgetvalue(answer, row, column));
}

static double number(const struct session *s, const PGresult *answer, int row, int column)
{
	return strtod(s->pq.PQgetvalue(answer, row, column), NULL);
}

/* Each database of an installation may lack what concerns another one: together they have run what any of them has. */
static void read_versions(struct session *s)
{
	PGresult *answer = ask_read_only(s, sql_versions);

	for (int row = 0; answer && row < s->pq.PQntuples(answer); row++)
		names_push(s->arena, &s->list->versions, cell(s, answer, row, 0));
	names_sort(&s->list->versions);
}

static void read_batched(struct session *s)
{
	PGresult *answer = ask_read_only(s, sql_batched);

	s->first = s->list->count;
	for (int row = 0; answer && row < s->pq.PQntuples(answer); row++) {
		struct status_row told = {.class_name = cell(s, answer, row, 0),
					  .table = cell(s, answer, row, 1),
					  .column = cell(s, answer, row, 2),
					  .arguments = cell(s, answer, row, 3),
					  .status_text = cell(s, answer, row, 4)};
		if (status_add(s->arena, s->question->from, &told, s->list))
			names_push(s->arena, &s->ids, cell(s, answer, row, 5));
		else
			names_push(s->arena, &s->list->ignored,
				   str_printf(s->arena, "row %s", cell(s, answer, row, 5)));
	}
}

/* A row only says pending or succeeded: what is not pending any more is done. */
static void read_tracked(struct session *s)
{
	PGresult *answer = ask_read_only(s, sql_tracked);

	for (int row = 0; answer && row < s->pq.PQntuples(answer); row++) {
		struct job_progress progress = {.unit = PROGRESS_JOBS,
						.done = (uint64_t)number(s, answer, row, 1),
						.total = (uint64_t)number(s, answer, row, 2)};
		struct status_row told = {.class_name = cell(s, answer, row, 0),
					  .status_text = progress.done < progress.total ? "active" : "finished",
					  .is_tracked = true,
					  .progress = progress};
		status_add(s->arena, s->question->from, &told, s->list);
	}
}

static struct job_progress progress_of(struct session *s, const PGresult *answer, int row)
{
	bool by_rows = s->pq.PQgetvalue(answer, row, PROGRESS_HAS_TUPLES)[0] == 't';
	double total = number(s, answer, row, by_rows ? PROGRESS_TUPLES_ALL : PROGRESS_KEYS_ALL);
	double done = number(s, answer, row, by_rows ? PROGRESS_TUPLES_DONE : PROGRESS_KEYS_DONE);
	double batch = number(s, answer, row, by_rows ? PROGRESS_BATCH_TUPLES : PROGRESS_BATCH_KEYS);
	struct job_progress progress = {.failed_batches = (uint64_t)number(s, answer, row, PROGRESS_FAILED),
					.on_hold_until = cell(s, answer, row, PROGRESS_HOLD)};

	if (total < 1)
		return progress;
	done = done > total ? total : done;
	progress.unit = by_rows ? PROGRESS_ROWS : PROGRESS_KEYS;
	progress.done = (uint64_t)done;
	progress.total = (uint64_t)total;
	if (batch >= 1) {
		double batches = (total - done) / batch;
		progress.has_estimate = true;
		progress.seconds_left =
			(uint64_t)((batches < 1 ? 1 : batches) * number(s, answer, row, PROGRESS_BATCH_SECONDS));
	}
	return progress;
}

/* Both lists are ordered by id. */
static void read_progress(struct session *s)
{
	PGresult *answer = ask_read_only(s, sql_progress);
	size_t at = 0;

	for (int row = 0; answer && row < s->pq.PQntuples(answer); row++) {
		const char *id = s->pq.PQgetvalue(answer, row, PROGRESS_ID);
		while (at < s->ids.count && !str_equal(s->ids.items[at], id))
			at++;
		if (at == s->ids.count)
			return;
		s->list->items[s->first + at].progress = progress_of(s, answer, row);
	}
}

/* What is good to know and may be refused. */
static void read_more(struct session *s, void (*read)(struct session *), const char *what)
{
	if (s->problem)
		return;
	read(s);
	if (!s->problem)
		return;
	names_push(s->arena, &s->list->remarks, str_printf(s->arena, "%s is not known: %s", what, s->problem));
	s->problem = NULL;
	ask(s, "ROLLBACK");
	s->problem = NULL;
}

static void read_tables(struct session *s)
{
	PGresult *tables = ask_read_only(s, sql_tables);
	bool has[TABLE_COUNT];

	if (!tables)
		return;
	for (int table = 0; table < TABLE_COUNT; table++)
		has[table] = s->pq.PQgetvalue(tables, 0, table)[0] == 't';
	if (!has[TABLE_BATCHED] && !has[TABLE_TRACKED])
		s->problem = "the database has neither batched_background_migrations nor background_migration_jobs: "
			     "it is none of an instance, or its schema is not in the search path";
	if (has[TABLE_TRACKED])
		read_tracked(s);
	if (has[TABLE_BATCHED])
		read_batched(s);
	if (has[TABLE_BATCHES])
		read_more(s, read_progress, "how far the jobs are");
	if (has[TABLE_VERSIONS])
		read_more(s, read_versions, "which migrations have run");
}

const char *instance_read(struct arena *arena, const struct instance_question *question, struct status_list *out)
{
	struct session s = {.arena = arena, .question = question, .list = out};

	s.limit = question->time_limit > 0 ? question->time_limit : DEFAULT_LIMIT;
	if (!libpq_load(&s.pq))
		return "the library libpq is not installed (Debian: libpq5)";
	if (connect_to(&s))
		read_tables(&s);
	vec_each(PGresult *, result, &s.results)
		s.pq.PQclear(*result);
	if (s.connection)
		s.pq.PQfinish(s.connection);
	return s.problem;
}
