/* What a reading depends on beside the bytes of its own file: the questions that were asked of the outside while it was
 * made, each with a digest of the answer. A stored reading holds when every question gets the same answer again
 * ("verifying traces" of Mokhov, Mitchell, Peyton Jones: Build Systems a la Carte, 2018).
 *
 *     questions_begin(&record);
 *     ... read a file; the catalog of catalog_heard() and ruby's listener tell what is asked ...
 *     struct kept_questions *asked = questions_end(&record);
 *
 * Answers that classes keep between readings (constants, superclasses) hide questions from all but the first who asks.
 * Those asked while such an answer is made are therefore put down as its own, and added to every later reading that uses the
 * answer. */
#ifndef STOPGRAPH_CACHE_QUESTIONS_H
#define STOPGRAPH_CACHE_QUESTIONS_H

#include "analyzer/base/vec.h"
#include "analyzer/model/catalog.h"

#include <stdint.h>

enum question_kind {
	QUESTION_HAS_COLUMN,
	QUESTION_HAS_TABLE,
	QUESTION_COLUMNS,
	QUESTION_PRIMARY_KEY,
	QUESTION_IS_NULLABLE,
	QUESTION_INDEX_TABLE,
	QUESTION_TABLES,      /* all of them */
	QUESTION_CLASS,       /* of the job files, by constant path */
	QUESTION_JOB,         /* a job, by name */
	QUESTION_MODEL_TABLE, /* of the table dictionaries, by class */
	QUESTION_MODEL_FILE,  /* by path below app/models: is it there? The answer is of its bytes, as a short cut */
	QUESTION_MODEL_PART,  /* of that file: what is written there */
	QUESTION_FILE,        /* the bytes of a file, by path */
	QUESTION_KIND_COUNT
};

/* Is the question about the schema? */
#define QUESTION_IS_OF_CATALOG(kind) ((kind) <= QUESTION_TABLES)

/* Is it about the job files? */
#define QUESTION_IS_OF_CLASSES(kind) ((kind) == QUESTION_CLASS || (kind) == QUESTION_JOB)

struct question {
	enum question_kind kind;
	const char *subject;
	const char *part; /* a column, a part of a file; NULL */
	uint64_t answer;
};

struct kept_questions {
	VEC(struct question) list;
};

struct questions;

struct questions *questions_new(struct arena *arena);

void questions_free(struct questions *questions);

/* From here on questions are kept until questions_end(), each once. */
void questions_begin(struct questions *questions);
/* What was asked; good until the next questions_begin(). */
const struct kept_questions *questions_end(struct questions *questions);

/* Notes a question. The texts are copied. */
void questions_note(struct questions *questions, struct question question);

/* The questions behind an answer that is kept. */
struct lasting;

/* What is asked from here to the end is put down in what is returned, too. In pairs, which may nest: then the inner answer is
 * behind the outer one. */
struct lasting *questions_lasting_begin(struct questions *questions);
void questions_lasting_end(struct questions *questions, struct lasting *lasting);
/* The kept answer is used: the questions behind it count as asked. */
void questions_lasting_used(struct questions *questions, struct lasting *lasting);

/* Asks the catalog. A question of another kind is answered with 0. */
uint64_t catalog_answer(const struct catalog *catalog, const struct question *question);

/* `catalog` (borrowed) with everybody's questions noted. */
struct catalog catalog_heard(struct arena *arena, const struct catalog *catalog, struct questions *questions);

#endif
