/* The parts of the cache: values as bytes and back, the file, questions, and which files are trusted to be unchanged. */
#include "analyzer/cache/contents.h"
#include "analyzer/cache/questions.h"

#include "tests/support/cmocka_all.h"
#include "tests/support/fixture.h"

static int set_up(void **state)
{
	*state = fixture_new(folder_make);
	return 0;
}

/* --- the codec --- */

static const struct source *other_source(void *payload, const char *path)
{
	struct fixture *fixture = payload;

	return strcmp(path, "gone.rb") == 0 ? NULL : source_new(fixture->arena, path, "0123456789", 10);
}

static struct migration *some_migration(struct arena *arena, const struct source *own, const struct source *other)
{
	static struct job_effect job = {.era = JOB_SIDEKIQ, .arguments = "[1,\"a\"]", .bypasses_helper = true};
	struct migration *migration = ARENA_NEW(arena, struct migration);
	struct effects *body = ARENA_NEW(arena, struct effects);
	struct effect effect = effect_make(EFFECT_QUEUE, OBJECT_JOB, (struct location){own, 3, 4});

	migration->class_name = "AddThings";
	migration->superclass_major = -1;
	migration->is_noop = true;
	names_push(arena, &effect.columns, "id");
	column_refs_add(arena, &effect.filters, NULL, "size", READ_JOIN);
	effect.statement = 70000;
	effect.table = "";
	effect.job = &job;
	vec_push(arena, body, effect_make(EFFECT_READ, OBJECT_ROWS, (struct location){other, 9, 1}));
	effect.body = body;
	vec_push(arena, &migration->effects, effect);
	vec_push(arena, &migration->statements, ((struct statement){{own, 0, 10}, "execute", false, "why"}));
	return migration;
}

static void what_is_written_is_read(void **state)
{
	struct fixture *fixture = *state;
	struct source *own = source_new(fixture->arena, "own.rb", "0123456789", 10);
	struct source *other = source_new(fixture->arena, "other.rb", "0123456789", 10);
	struct migration *migration = some_migration(fixture->arena, own, other);
	struct cache_value bytes = codec_write(fixture->arena, &shape_migration, migration, own, NULL);
	struct codec_reader reader = {fixture->arena, own, other_source, fixture};
	struct migration copy = {.path = "kept"};

	assert_true(codec_read(&reader, &shape_migration, bytes, &copy));
	assert_string_equal(copy.path, "kept");
	assert_string_equal(copy.class_name, "AddThings");
	assert_int_equal(copy.superclass_major, -1);
	assert_true(copy.is_noop);
	assert_null(copy.milestone);
	assert_int_equal(copy.effects.count, 1);
	const struct effect *effect = copy.effects.items;
	assert_ptr_equal(effect->location.source, own);
	assert_int_equal(effect->location.offset, 3);
	assert_int_equal(effect->statement, 70000);
	assert_string_equal(effect->table, ""); /* not the same as NULL */
	assert_string_equal(effect->columns.items[0], "id");
	assert_null(effect->filters.items[0].table);
	assert_int_equal(effect->filters.items[0].role, READ_JOIN);
	assert_string_equal(effect->job->arguments, "[1,\"a\"]");
	assert_true(effect->job->bypasses_helper);
	assert_string_equal(effect->body->items[0].location.source->path, "other.rb");
	assert_string_equal(copy.statements.items[0].why, "why");
	/* equal structs give equal bytes */
	struct cache_value again = codec_write(fixture->arena, &shape_migration, &copy, own, NULL);
	assert_int_equal(again.length, bytes.length);
	assert_memory_equal(again.bytes, bytes.bytes, bytes.length);
}

static void a_reading_of_a_file_that_is_gone_is_none(void **state)
{
	struct fixture *fixture = *state;
	struct source *gone = source_new(fixture->arena, "gone.rb", "0123456789", 10);
	struct migration *migration = some_migration(fixture->arena, gone, gone);
	struct cache_value bytes = codec_write(fixture->arena, &shape_migration, migration, NULL, NULL);
	struct codec_reader reader = {fixture->arena, NULL, other_source, fixture};
	struct migration copy = {0};

	assert_false(codec_read(&reader, &shape_migration, bytes, &copy));
}

/* The sanitizers see whatever goes beyond the bytes. */
static void damaged_bytes_are_refused_or_read(void **state)
{
	struct fixture *fixture = *state;
	struct source *own = source_new(fixture->arena, "own.rb", "0123456789", 10);
	struct migration *migration = some_migration(fixture->arena, own, own);
	struct cache_value bytes = codec_write(fixture->arena, &shape_migration, migration, own, NULL);
	size_t refused = 0;

	srand(4711);
	for (int i = 0; i < 3000; i++) {
		struct arena *arena = arena_new();
		struct codec_reader reader = {arena, own, other_source, fixture};
		size_t length = i % 2 ? bytes.length : (size_t)rand() % bytes.length;
		unsigned char *damaged = malloc(length + 1);
		struct migration copy = {0};
		memcpy(damaged, bytes.bytes, length);
		for (int k = 0; length && k < i % 5; k++)
			damaged[(size_t)rand() % length] = (unsigned char)rand();
		refused += !codec_read(&reader, &shape_migration, (struct cache_value){damaged, length}, &copy);
		free(damaged);
		arena_free(arena);
	}
	assert_true(refused > 1500);
}

/* --- the file --- */

static const struct cache_key some_key = {"0123456789abcde"};

static bool has_value(struct cache_file *file, const char *wanted)
{
	struct cache_value value;

	return cache_file_get(file, &some_key, &value) && value.length == strlen(wanted) &&
	       memcmp(value.bytes, wanted, value.length) == 0;
}

static struct cache_value text_value(const char *text)
{
	return (struct cache_value){(const unsigned char *)text, strlen(text)};
}

static void what_is_put_is_there_after_closing(void **state)
{
	struct fixture *fixture = *state;
	const char *path = folder_path(&fixture->folder, "made/on/demand.sqlite");
	struct cache_file *file = cache_file_open(fixture->arena, path);

	cache_file_put(file, &some_key, text_value("one"));
	assert_true(has_value(file, "one"));
	struct cache_file *reader = cache_file_open(fixture->arena, path);
	assert_false(has_value(reader, "one")); /* not yet */
	cache_file_put(reader, &some_key, text_value("two"));
	cache_file_close(reader); /* somebody else writes: nothing was put */
	cache_file_close(file);
	assert_true(has_value(reader, "one"));
	cache_file_put(reader, &some_key, text_value("three"));
	cache_file_close(reader);
	assert_true(has_value(file, "three"));
	assert_null(cache_file_trouble(file));
	assert_null(cache_file_trouble(reader));
	cache_file_close(file);
}

/* --- questions --- */

static void ask(struct questions *questions, enum question_kind kind, const char *subject, uint64_t answer)
{
	questions_note(questions, (struct question){kind, subject, NULL, answer});
}

static void each_question_is_kept_once(void **state)
{
	struct fixture *fixture = *state;
	struct questions *questions = questions_new(fixture->arena);

	questions_begin(questions);
	for (int i = 0; i < 500; i++)
		ask(questions, QUESTION_HAS_TABLE, str_printf(fixture->arena, "table%d", i % 100), 1);
	assert_int_equal(questions_end(questions)->list.count, 100);
	questions_free(questions);
}

static bool has_asked(const struct kept_questions *asked, const char *subject)
{
	vec_each(const struct question, question, &asked->list) {
		if (str_equal(question->subject, subject))
			return true;
	}
	return false;
}

static void what_a_class_remembers_counts_for_those_who_use_it(void **state)
{
	struct fixture *fixture = *state;
	struct questions *questions = questions_new(fixture->arena);

	questions_begin(questions);
	struct lasting *lasting = questions_lasting_begin(questions);
	ask(questions, QUESTION_HAS_TABLE, "things", 2);
	questions_lasting_end(questions, lasting);
	assert_true(has_asked(questions_end(questions), "things"));
	questions_begin(questions);
	ask(questions, QUESTION_HAS_TABLE, "plots", 2);
	assert_int_equal(questions_end(questions)->list.count, 1);
	questions_begin(questions);
	questions_lasting_used(questions, lasting);
	questions_lasting_used(questions, lasting);
	const struct kept_questions *asked = questions_end(questions);
	assert_int_equal(asked->list.count, 1);
	assert_true(has_asked(asked, "things"));
	questions_free(questions);
}

/* Two classes whose answers rest on each other: who uses either depends on both. */
static void remembered_answers_may_rest_on_each_other(void **state)
{
	struct fixture *fixture = *state;
	struct questions *questions = questions_new(fixture->arena);

	questions_begin(questions);
	struct lasting *outer = questions_lasting_begin(questions);
	struct lasting *inner = questions_lasting_begin(questions);
	questions_lasting_used(questions, outer);
	ask(questions, QUESTION_HAS_TABLE, "inner", 2);
	questions_lasting_end(questions, inner);
	ask(questions, QUESTION_HAS_TABLE, "outer", 2);
	questions_lasting_end(questions, outer);
	questions_end(questions);
	questions_begin(questions);
	questions_lasting_used(questions, inner);
	const struct kept_questions *asked = questions_end(questions);
	assert_true(has_asked(asked, "inner") && has_asked(asked, "outer"));
	/* and an answer that is made by using another one rests on it, although the reading has asked all of that */
	questions_begin(questions);
	questions_lasting_used(questions, inner);
	struct lasting *later = questions_lasting_begin(questions);
	questions_lasting_used(questions, inner);
	questions_lasting_end(questions, later);
	questions_end(questions);
	questions_begin(questions);
	questions_lasting_used(questions, later);
	assert_true(has_asked(questions_end(questions), "outer"));
	questions_free(questions);
}

/* --- contents --- */

/* A tree whose only file looks as this says. */
struct fake {
	struct tree_stamp stamp;
	const char *text;
	unsigned reads;
};

static int fake_stamp(void *payload, const char *path, struct tree_stamp *out)
{
	(void)path;
	*out = ((struct fake *)payload)->stamp;
	return 0;
}

static int fake_read(void *payload, struct arena *arena, const char *path, size_t limit, struct tree_file *out,
		     struct diags *diags)
{
	struct fake *fake = payload;

	(void)path;
	(void)limit;
	(void)diags;
	fake->reads++;
	*out = (struct tree_file){str_copy(arena, fake->text), strlen(fake->text)};
	return 0;
}

/* One run: is the id known without reading? */
static bool is_known(struct fixture *fixture, struct fake *fake, struct object_id *content_out)
{
	struct tree tree = {.payload = fake, .place = "/nowhere", .read = fake_read, .stamp = fake_stamp};
	struct input input = {.path = "a.rb", .role = INPUT_JOB};
	struct inputs inputs = {&input, 1, 1};
	struct cache_file *file = cache_file_open(fixture->arena, folder_path(&fixture->folder, "stamps.sqlite"));
	struct contents *contents = contents_new(fixture->arena, file, &tree, &inputs);
	bool known = input.has_content;

	assert_true(contents_know(contents, &input));
	*content_out = input.content;
	contents_save(contents);
	cache_file_close(file);
	return known;
}

static void only_a_file_that_rested_and_looks_the_same_is_trusted(void **state)
{
	struct fixture *fixture = *state;
	struct fake fake = {{3, 1, 1000, 1000}, "one", 0};
	struct object_id first, second;

	assert_false(is_known(fixture, &fake, &first));
	assert_true(is_known(fixture, &fake, &second));
	assert_int_equal(fake.reads, 1);
	assert_memory_equal(&first, &second, sizeof(first));
	fake.text = "two";
	fake.stamp.changed = 2000; /* although the size and the time of writing are the same */
	assert_false(is_known(fixture, &fake, &second));
	assert_memory_not_equal(&first, &second, sizeof(first));
	fake.stamp.changed = (uint64_t)1 << 62; /* just now, or later */
	assert_false(is_known(fixture, &fake, &second));
	assert_false(is_known(fixture, &fake, &second));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_is_written_is_read, set_up, fixture_done),
		cmocka_unit_test_setup_teardown(a_reading_of_a_file_that_is_gone_is_none, set_up, fixture_done),
		cmocka_unit_test_setup_teardown(damaged_bytes_are_refused_or_read, set_up, fixture_done),
		cmocka_unit_test_setup_teardown(what_is_put_is_there_after_closing, set_up, fixture_done),
		cmocka_unit_test_setup_teardown(each_question_is_kept_once, set_up, fixture_done),
		cmocka_unit_test_setup_teardown(what_a_class_remembers_counts_for_those_who_use_it, set_up,
						fixture_done),
		cmocka_unit_test_setup_teardown(remembered_answers_may_rest_on_each_other, set_up, fixture_done),
		cmocka_unit_test_setup_teardown(only_a_file_that_rested_and_looks_the_same_is_trusted, set_up,
						fixture_done),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
