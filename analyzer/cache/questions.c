/* Each reading keeps a question once: they are looked up in a table of slots by their digest, which starts empty for every
 * reading. Most readings ask fewer than ten, some jobs thousands; the same goes for what is kept. */
#include "analyzer/cache/questions.h"

#include "analyzer/base/hash.h"

#include <string.h>

#define FIRST_SLOTS 8u

struct asked {
	struct kept_questions kept;
	uint32_t *slots; /* 1 + index in `kept`; 0: free */
	size_t slot_count;
};

/* Those that were asked, and other kept answers that were used. One may use another that is still being made, even in a
 * circle. */
struct lasting {
	struct asked asked;
	VEC(struct lasting *) used;
	struct lasting *outer; /* while this one is made */
	bool is_made;
	unsigned told;              /* number of the last reading that got all of them */
	const struct lasting *last; /* the last one that put it on its list */
};

struct questions {
	struct arena *arena; /* of lasting ones */
	struct arena *scratch;
	struct asked now;
	struct lasting *lasting; /* the innermost that is made now */
	bool is_open;
	unsigned reading; /* number of the present one */
};

struct questions *questions_new(struct arena *arena)
{
	struct questions *questions = ARENA_NEW(arena, struct questions);

	questions->arena = arena;
	return questions;
}

static uint64_t digest_of(const struct question *question)
{
	return hash_mix_text(hash_mix_text((uint64_t)question->kind, question->subject), question->part);
}

static size_t slot_of(const struct asked *asked, const struct question *question)
{
	size_t slot = (size_t)digest_of(question) & (asked->slot_count - 1);

	for (; asked->slots[slot]; slot = (slot + 1) & (asked->slot_count - 1)) {
		const struct question *other = &asked->kept.list.items[asked->slots[slot] - 1];
		if (other->kind == question->kind && str_equal(other->subject, question->subject) &&
		    str_equal(other->part, question->part))
			break;
	}
	return slot;
}

static void grow(struct arena *arena, struct asked *asked)
{
	asked->slot_count = asked->slot_count ? asked->slot_count * 2 : FIRST_SLOTS;
	asked->slots = ARENA_ARRAY(arena, uint32_t, asked->slot_count);
	for (size_t i = 0; i < asked->kept.list.count; i++)
		asked->slots[slot_of(asked, &asked->kept.list.items[i])] = (uint32_t)i + 1;
}

static void keep(struct arena *arena, struct asked *asked, struct question question)
{
	if ((asked->kept.list.count + 1) * 2 > asked->slot_count)
		grow(arena, asked);
	size_t slot = slot_of(asked, &question);
	if (asked->slots[slot])
		return;
	question.subject = str_copy(arena, question.subject);
	question.part = str_copy(arena, question.part);
	vec_push(arena, &asked->kept.list, question);
	asked->slots[slot] = (uint32_t)asked->kept.list.count;
}

void questions_begin(struct questions *questions)
{
	arena_free(questions->scratch);
	questions->scratch = arena_new();
	questions->now = (struct asked){0};
	questions->is_open = true;
	questions->reading++;
}

const struct kept_questions *questions_end(struct questions *questions)
{
	questions->is_open = false;
	return &questions->now.kept;
}

void questions_free(struct questions *questions)
{
	if (questions)
		arena_free(questions->scratch);
}

void questions_note(struct questions *questions, struct question question)
{
	if (questions->is_open)
		keep(questions->scratch, &questions->now, question);
	if (questions->lasting)
		keep(questions->arena, &questions->lasting->asked, question);
}

struct lasting *questions_lasting_begin(struct questions *questions)
{
	struct lasting *lasting = ARENA_NEW(questions->arena, struct lasting);

	lasting->outer = questions->lasting;
	questions->lasting = lasting;
	return lasting;
}

static void put_behind(struct questions *questions, struct lasting *lasting)
{
	struct lasting *outer = questions->lasting;

	if (!outer || outer == lasting || lasting->last == outer)
		return;
	lasting->last = outer;
	vec_push(questions->arena, &outer->used, lasting);
}

void questions_lasting_end(struct questions *questions, struct lasting *lasting)
{
	lasting->is_made = true;
	questions->lasting = lasting->outer;
	/* all of it was asked just now */
	if (questions->is_open)
		lasting->told = questions->reading;
	put_behind(questions, lasting);
}

/* Everything behind it, once. Of one that is still being made everything so far was asked by the present reading. */
static void tell(struct questions *questions, struct lasting *lasting)
{
	if (!lasting->is_made || lasting->told == questions->reading)
		return;
	lasting->told = questions->reading;
	for (size_t i = 0; i < lasting->asked.kept.list.count; i++)
		keep(questions->scratch, &questions->now, lasting->asked.kept.list.items[i]);
	for (size_t i = 0; i < lasting->used.count; i++)
		tell(questions, lasting->used.items[i]);
}

void questions_lasting_used(struct questions *questions, struct lasting *lasting)
{
	put_behind(questions, lasting);
	if (questions->is_open)
		tell(questions, lasting);
}

/* --- the catalog --- */

static uint64_t answer_of_names(const struct names *names)
{
	uint64_t hash = 1;

	for (size_t i = 0; names && i < names->count; i++)
		hash = hash_mix_text(hash, names->items[i]);
	return names ? hash : 0;
}

uint64_t catalog_answer(const struct catalog *catalog, const struct question *question)
{
	void *payload = catalog->payload;
	const char *subject = question->subject;

	switch (question->kind) {
	case QUESTION_HAS_COLUMN:
		return catalog->has_column(payload, subject, question->part);
	case QUESTION_HAS_TABLE:
		return catalog->has_table(payload, subject);
	case QUESTION_COLUMNS:
		return answer_of_names(catalog->columns(payload, subject));
	case QUESTION_PRIMARY_KEY:
		return answer_of_names(catalog->primary_key(payload, subject));
	case QUESTION_IS_NULLABLE:
		return catalog->is_nullable(payload, subject, question->part);
	case QUESTION_INDEX_TABLE:
		return hash_mix_text(1, catalog->index_table(payload, subject));
	case QUESTION_TABLES:
		return answer_of_names(catalog->tables(payload));
	default:
		return 0;
	}
}

struct heard {
	const struct catalog *catalog;
	struct questions *questions;
};

static uint64_t note(struct heard *heard, enum question_kind kind, const char *subject, const char *part)
{
	struct question question = {kind, subject, part, 0};

	question.answer = catalog_answer(heard->catalog, &question);
	questions_note(heard->questions, question);
	return question.answer;
}

static enum tristate has_column(void *payload, const char *table, const char *column)
{
	return (enum tristate)note(payload, QUESTION_HAS_COLUMN, table, column);
}

static enum tristate has_table(void *payload, const char *table)
{
	return (enum tristate)note(payload, QUESTION_HAS_TABLE, table, NULL);
}

static enum tristate is_nullable(void *payload, const char *table, const char *column)
{
	return (enum tristate)note(payload, QUESTION_IS_NULLABLE, table, column);
}

static const struct names *columns(void *payload, const char *table)
{
	struct heard *heard = payload;

	note(heard, QUESTION_COLUMNS, table, NULL);
	return heard->catalog->columns(heard->catalog->payload, table);
}

static const struct names *primary_key(void *payload, const char *table)
{
	struct heard *heard = payload;

	note(heard, QUESTION_PRIMARY_KEY, table, NULL);
	return heard->catalog->primary_key(heard->catalog->payload, table);
}

static const char *index_table(void *payload, const char *index)
{
	struct heard *heard = payload;

	note(heard, QUESTION_INDEX_TABLE, index, NULL);
	return heard->catalog->index_table(heard->catalog->payload, index);
}

static const struct names *tables(void *payload)
{
	struct heard *heard = payload;

	note(heard, QUESTION_TABLES, "", NULL);
	return heard->catalog->tables(heard->catalog->payload);
}

struct catalog catalog_heard(struct arena *arena, const struct catalog *catalog, struct questions *questions)
{
	struct heard *heard = ARENA_NEW(arena, struct heard);

	*heard = (struct heard){catalog, questions};
	return (struct catalog){heard, has_column, has_table, columns, primary_key, is_nullable, index_table, tables};
}
