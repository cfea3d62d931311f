/* Ids are the first 63 bits of a key, because SQLite's tables are trees of integers; the whole key stands in front of the
 * value. Values lie in the order in which they were put, which is that in which the next run asks for them: by id each
 * one would be a page of its own to read. A read transaction is held from the first question on, which spares locks; to
 * write it is given up for one that writes, if nobody else does.
 *
 * Nothing is synchronised to the disk: only a crash of the whole machine can damage the file, and that is found out.
 * The limit keeps the file from growing for ever: beyond it, it is begun anew. */
#include "analyzer/cache/file.h"

#include "analyzer/cache/place.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SIZE_LIMIT ((int64_t)1 << 30)
#define HEAD_SIZE (HASH_KEY_SIZE + 8)
#define WAIT_MILLISECONDS 2000

enum stage { STAGE_CLOSED, STAGE_READING, STAGE_WRITING, STAGE_UNUSABLE };

struct cache_file {
	struct arena *arena;
	const char *path;
	sqlite3 *handle;
	sqlite3_stmt *get, *forget, *put, *name;
	enum stage stage;
	bool read_only;   /* somebody else writes, or nothing can be written */
	bool was_rebuilt; /* once is enough */
	const char *trouble;
};

struct cache_file *cache_file_open(struct arena *arena, const char *path)
{
	struct cache_file *file = ARENA_NEW(arena, struct cache_file);

	file->arena = arena;
	file->path = str_copy(arena, path);
	return file;
}

const char *cache_file_trouble(const struct cache_file *file)
{
	return file ? file->trouble : NULL;
}

static void disconnect(struct cache_file *file)
{
	sqlite3_finalize(file->get);
	sqlite3_finalize(file->forget);
	sqlite3_finalize(file->put);
	sqlite3_finalize(file->name);
	sqlite3_close(file->handle);
	file->get = file->forget = file->put = file->name = NULL;
	file->handle = NULL;
}

static void give_up(struct cache_file *file, const char *reason)
{
	if (!file->trouble)
		file->trouble = str_printf(file->arena, "'%s' is not used: %s", file->path, reason);
	disconnect(file);
	file->stage = STAGE_UNUSABLE;
}

static int run(struct cache_file *file, const char *sql)
{
	return sqlite3_exec(file->handle, sql, NULL, NULL, NULL);
}

static int number_of(struct cache_file *file, const char *pragma, int64_t *out)
{
	sqlite3_stmt *statement = NULL;
	int result = sqlite3_prepare_v2(file->handle, pragma, -1, &statement, NULL);

	if (result == SQLITE_OK)
		result = sqlite3_step(statement);
	if (result == SQLITE_ROW)
		*out = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return result == SQLITE_ROW ? SQLITE_OK : result;
}

static bool is_damage(int result)
{
	return (result & 0xff) == SQLITE_CORRUPT || (result & 0xff) == SQLITE_NOTADB;
}

/* The place is empty, ours, or somebody else's? A file that begins like a database but is cut off was one. */
enum owner { OWNER_NOBODY, OWNER_US, OWNER_NEWER, OWNER_OTHER };

static uint32_t big_endian(const unsigned char *bytes)
{
	return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* The fixed places of SQLite's header: 60 user_version, 68 application_id. */
static enum owner owner_of(const char *path)
{
	static const char magic[16] = "SQLite format 3";
	unsigned char header[100] = {0};
	struct stat status;
	int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (descriptor < 0)
		return errno == ENOENT ? OWNER_NOBODY : OWNER_OTHER;
	ssize_t length =
		fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode) ? read(descriptor, header, 100) : -1;
	close(descriptor);
	if (length == 0)
		return OWNER_NOBODY;
	if (length < 0 || memcmp(header, magic, sizeof(magic)) != 0 ||
	    (length == 100 && big_endian(header + 68) != CACHE_APPLICATION_ID))
		return OWNER_OTHER;
	return big_endian(header + 60) > CACHE_SCHEMA_VERSION ? OWNER_NEWER : OWNER_US;
}

static void remove_files(struct cache_file *file)
{
	static const char *const endings[] = {"", "-wal", "-shm"};

	for (size_t i = 0; i < 3; i++)
		unlink(str_printf(file->arena, "%s%s", file->path, endings[i]));
}

static int set_up(struct cache_file *file)
{
	static const char create[] =
		"PRAGMA page_size = 8192; BEGIN IMMEDIATE;"
		"PRAGMA application_id = 1937010787; PRAGMA user_version = 2;"
		"CREATE TABLE IF NOT EXISTS names (id INTEGER PRIMARY KEY, place INTEGER NOT NULL);"
		"CREATE TABLE IF NOT EXISTS readings (place INTEGER PRIMARY KEY, value BLOB NOT NULL); COMMIT";
	_Static_assert(CACHE_APPLICATION_ID == 1937010787 && CACHE_SCHEMA_VERSION == 2, "as written in `create`");
	int64_t version = 0;
	int result = number_of(file, "PRAGMA user_version", &version);

	if (result == SQLITE_OK && version != CACHE_SCHEMA_VERSION)
		result = run(file, create);
	/* now that the file says whose it is; when others use it at this moment, they will do it */
	if (result == SQLITE_OK)
		run(file, "PRAGMA journal_mode = WAL");
	return result;
}

static int connect_to(struct cache_file *file)
{
	const struct {
		const char *sql;
		sqlite3_stmt **statement;
	} rows[] = {
		{"SELECT value FROM names CROSS JOIN readings USING (place) WHERE id = ?1", &file->get},
		{"DELETE FROM readings WHERE place = (SELECT place FROM names WHERE id = ?1)", &file->forget},
		{"INSERT INTO readings (value) VALUES (?1)", &file->put},
		{"INSERT OR REPLACE INTO names VALUES (?1, last_insert_rowid())", &file->name},
	};
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX;
	int result = sqlite3_open_v2(file->path, &file->handle, flags, NULL);

	if (result == SQLITE_OK)
		sqlite3_busy_timeout(file->handle, WAIT_MILLISECONDS);
	if (result == SQLITE_OK)
		result = run(file, "PRAGMA synchronous = OFF; PRAGMA trusted_schema = OFF");
	if (result == SQLITE_OK)
		result = set_up(file);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]) && result == SQLITE_OK; i++)
		result = sqlite3_prepare_v2(file->handle, rows[i].sql, -1, rows[i].statement, NULL);
	return result == SQLITE_OK ? run(file, "BEGIN") : result;
}

static void begin(struct cache_file *file);

/* What is damaged is begun anew; of everything else the reason is told. */
static void fail(struct cache_file *file, int result)
{
	const char *text = file->handle ? sqlite3_errmsg(file->handle) : sqlite3_errstr(result);

	text = str_copy(file->arena, text);
	if (!is_damage(result) || file->was_rebuilt) {
		give_up(file, text);
		return;
	}
	disconnect(file);
	file->was_rebuilt = true;
	file->trouble = str_printf(file->arena, "'%s' was damaged and is begun anew: %s", file->path, text);
	remove_files(file);
	file->stage = STAGE_CLOSED;
	begin(file);
}

static void begin(struct cache_file *file)
{
	struct stat status;

	if (file->stage != STAGE_CLOSED)
		return;
	enum owner owner = owner_of(file->path);
	if (owner == OWNER_OTHER || owner == OWNER_NEWER) {
		give_up(file, owner == OWNER_NEWER ? "a newer version of the program made it"
						   : "it is no file that this program made");
		return;
	}
	if (stat(file->path, &status) == 0 && status.st_size > SIZE_LIMIT)
		remove_files(file);
	const char *slash = strrchr(file->path, '/');
	if (owner == OWNER_NOBODY && slash)
		cache_place_make(file->arena, str_copy_n(file->arena, file->path, (size_t)(slash - file->path)));
	file->stage = STAGE_READING;
	int result = connect_to(file);
	if (result != SQLITE_OK)
		fail(file, result);
}

static sqlite3_int64 id_of(const struct cache_key *key)
{
	uint64_t id;

	memcpy(&id, key->bytes, sizeof(id));
	return (sqlite3_int64)(id >> 1);
}

static uint64_t digest_of(struct cache_value value)
{
	return hash_mix(CACHE_SCHEMA_VERSION, value.bytes, value.length);
}

/* The value behind its key and digest; false when it is another key's, or damaged. */
static bool unwrap(const struct cache_key *key, const unsigned char *bytes, size_t length, struct cache_value *out)
{
	uint64_t digest;

	if (length < HEAD_SIZE || memcmp(bytes, key->bytes, HASH_KEY_SIZE) != 0)
		return false;
	memcpy(&digest, bytes + HASH_KEY_SIZE, sizeof(digest));
	*out = (struct cache_value){bytes + HEAD_SIZE, length - HEAD_SIZE};
	return digest == digest_of(*out);
}

bool cache_file_get(struct cache_file *file, const struct cache_key *key, struct cache_value *out)
{
	bool found = false;

	if (file)
		begin(file);
	if (!file || file->stage == STAGE_UNUSABLE)
		return false;
	sqlite3_reset(file->get);
	sqlite3_bind_int64(file->get, 1, id_of(key));
	int result = sqlite3_step(file->get);
	if (result == SQLITE_ROW)
		found = unwrap(key, sqlite3_column_blob(file->get, 0), (size_t)sqlite3_column_bytes(file->get, 0), out);
	if (result != SQLITE_ROW && result != SQLITE_DONE)
		fail(file, result);
	return found;
}

bool cache_file_writable(struct cache_file *file)
{
	if (file)
		begin(file);
	if (!file || file->stage == STAGE_UNUSABLE || file->read_only)
		return false;
	if (file->stage == STAGE_WRITING)
		return true;
	sqlite3_reset(file->get);
	run(file, "COMMIT");
	sqlite3_busy_timeout(file->handle, 0);
	int result = run(file, "BEGIN IMMEDIATE");
	if (result == SQLITE_OK) {
		file->stage = STAGE_WRITING;
		return true;
	}
	file->read_only = true;
	if ((result & 0xff) != SQLITE_BUSY)
		fail(file, result);
	else
		run(file, "BEGIN");
	return false;
}

/* On a full disk the transaction may be gone: what was put is lost, the answer is not. */
static void stop_writing(struct cache_file *file, int result)
{
	if (is_damage(result)) {
		fail(file, result);
		return;
	}
	file->trouble = str_printf(file->arena, "'%s' cannot be written: %s", file->path, sqlite3_errmsg(file->handle));
	file->read_only = true;
	if (!sqlite3_get_autocommit(file->handle))
		run(file, "ROLLBACK");
	file->stage = STAGE_READING;
	run(file, "BEGIN");
}

static int run_once(sqlite3_stmt *statement)
{
	int result = sqlite3_step(statement);

	sqlite3_reset(statement);
	sqlite3_clear_bindings(statement);
	return result;
}

void cache_file_put(struct cache_file *file, const struct cache_key *key, struct cache_value value)
{
	uint64_t digest = digest_of(value);

	if (!cache_file_writable(file))
		return;
	unsigned char *bytes = sqlite3_malloc64(HEAD_SIZE + value.length);
	if (!bytes)
		return;
	memcpy(bytes, key->bytes, HASH_KEY_SIZE);
	memcpy(bytes + HASH_KEY_SIZE, &digest, sizeof(digest));
	if (value.length)
		memcpy(bytes + HEAD_SIZE, value.bytes, value.length);
	sqlite3_bind_int64(file->forget, 1, id_of(key));
	sqlite3_bind_blob64(file->put, 1, bytes, HEAD_SIZE + value.length, sqlite3_free);
	sqlite3_bind_int64(file->name, 1, id_of(key));
	int result = run_once(file->forget);
	if (result == SQLITE_DONE)
		result = run_once(file->put);
	if (result == SQLITE_DONE)
		result = run_once(file->name);
	if (result != SQLITE_DONE)
		stop_writing(file, result);
}

void cache_file_close(struct cache_file *file)
{
	if (!file || file->stage == STAGE_CLOSED || file->stage == STAGE_UNUSABLE)
		return;
	sqlite3_reset(file->get);
	int result = run(file, "COMMIT");
	if (result != SQLITE_OK && file->stage == STAGE_WRITING && !file->trouble)
		file->trouble =
			str_printf(file->arena, "'%s' cannot be written: %s", file->path, sqlite3_errmsg(file->handle));
	disconnect(file);
	file->stage = STAGE_CLOSED;
	file->read_only = false;
}
