/* Files that other threads parse: the tree is the one that ruby_parse() gives, and is used for the same bytes only. */
#include "analyzer/base/str.h"
#include "parser/ruby/ahead.h"
#include "tests/support/cmocka_all.h"

/* clang-format off: cmocka.h needs these before it */
#include <semaphore.h>
#include <string.h>
/* clang-format on */

#define FILES 300

struct files {
	struct arena *arena;
	const char *paths[FILES];
	const struct source *sources[FILES];
	sem_t begun; /* the first file is being parsed */
};

static const struct source *read_file(void *payload, struct arena *arena, size_t index)
{
	struct files *files = payload;
	const struct source *source = files->sources[index];

	if (index == 0)
		sem_post(&files->begun);
	return index % 50 == 49 ? NULL : source_new(arena, source->path, source->bytes, source->length);
}

static void make_files(struct files *files)
{
	files->arena = arena_new();
	sem_init(&files->begun, 0, 0);
	for (size_t i = 0; i < FILES; i++) {
		const char *text = str_printf(files->arena,
					      "class Thing%zu < Base[%zu.1]\n  def up(a, b = %zu, *c, d: nil)\n"
					      "    x ||= <<~SQL if a\n      SELECT \"%zu\" #{b}\n    SQL\n"
					      "    call(:%s, *c, d: 'it''s') { |one| one&.two }\n  end\n%s",
					      i, i, i, i, i % 3 ? "name" : "other", i % 7 ? "end\n" : "");
		files->paths[i] = str_printf(files->arena, "db/%zu.rb", i);
		files->sources[i] = source_new(files->arena, files->paths[i], text, strlen(text));
	}
}

static void done(struct files *files)
{
	sem_destroy(&files->begun);
	arena_free(files->arena);
}

static struct ruby_ahead *begin(struct files *files, unsigned threads)
{
	struct ruby_ahead *ahead = ruby_ahead_new(&(struct ruby_ahead_options){
		.paths = files->paths, .count = FILES, .threads = threads, .read = read_file, .payload = files});

	assert_non_null(ahead);
	sem_wait(&files->begun);
	return ahead;
}

static void assert_same(const struct node *one, const struct node *two)
{
	for (; one && two; one = one->next, two = two->next) {
		assert_int_equal(one->kind, two->kind);
		assert_int_equal(one->flag, two->flag);
		assert_int_equal(one->start, two->start);
		assert_int_equal(one->end, two->end);
		assert_true(str_equal(one->name, two->name));
		assert_same(one->a, two->a);
		assert_same(one->b, two->b);
		assert_same(one->c, two->c);
		assert_same(one->children, two->children);
	}
	assert_true(one == NULL && two == NULL);
}

static void test_same_tree(void **state)
{
	struct files files;
	struct ruby_parser *plain = ruby_parser_new();
	struct ruby_parser *ahead_of = ruby_parser_new();

	(void)state;
	make_files(&files);
	struct ruby_ahead *ahead = begin(&files, 3);
	ruby_parser_set_ahead(ahead_of, ahead);
	for (size_t i = 0; i < FILES; i++) {
		struct ruby_syntax_error expected, got;
		struct node *one = ruby_parse(plain, files.arena, files.sources[i], &expected);
		struct node *two = ruby_parse(ahead_of, files.arena, files.sources[i], &got);
		assert_same(one, two);
		assert_int_equal(expected.found, got.found);
		assert_int_equal(expected.offset, got.offset);
		assert_int_equal(expected.too_deep, got.too_deep);
	}
	ruby_ahead_free(ahead);
	ruby_parser_free(ahead_of);
	ruby_parser_free(plain);
	done(&files);
}

static void test_taken_once(void **state)
{
	struct files files;
	struct ruby_syntax_error error;

	(void)state;
	make_files(&files);
	struct ruby_ahead *ahead = begin(&files, 1);
	assert_non_null(ruby_ahead_take(ahead, files.arena, files.sources[0], &error));
	assert_null(ruby_ahead_take(ahead, files.arena, files.sources[0], &error));
	ruby_ahead_free(ahead); /* with most of the files begun by nobody, or never asked for */
	done(&files);
}

static void test_other_bytes(void **state)
{
	static const char other[] = "class Other; end\n";
	struct files files;
	struct ruby_syntax_error error;

	(void)state;
	make_files(&files);
	struct ruby_ahead *ahead = begin(&files, 2);
	struct source *changed = source_new(files.arena, files.paths[0], other, sizeof(other) - 1);
	struct source *unknown = source_new(files.arena, "db/unknown.rb", other, sizeof(other) - 1);
	assert_null(ruby_ahead_take(ahead, files.arena, changed, &error));
	assert_null(ruby_ahead_take(ahead, files.arena, unknown, &error));
	ruby_ahead_free(ahead);
	done(&files);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same_tree),
		cmocka_unit_test(test_taken_once),
		cmocka_unit_test(test_other_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
