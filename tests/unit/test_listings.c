/* Folders that are not opened again: a tree that counts how often it is asked, and whose stamps the test sets. */
#include "analyzer/cache/listings.h"

#include "analyzer/cache/contents.h"
#include "tests/support/cmocka_all.h"
#include "tests/support/folder.h"

#define FOLDERS 40u /* more than are looked at anew without writing */

struct fixture {
	struct folder_fixture folder;
	struct arena *arena;
	struct diags diags;
	struct tree tree;
	unsigned lists;       /* how often a folder was listed */
	const char *extra;    /* a second file in folder "3"; NULL: none */
	uint64_t changed;     /* of folder "3" */
	const char *troubled; /* a folder that gives a diagnostic */
};

static int fake_list(void *payload, struct arena *arena, const char *path, struct tree_entries *out,
		     struct diags *diags)
{
	struct fixture *fixture = payload;
	bool is_third = strcmp(path, "3") == 0;

	fixture->lists++;
	if (strcmp(path, "none") == 0)
		return -1;
	if (str_equal(path, fixture->troubled))
		diag_add_path(diags, DIAG_input_unreadable, path, "trouble");
	vec_push(arena, out, (struct tree_entry){.name = "a.rb", .kind = ENTRY_FILE, .identity = 7});
	if (is_third && fixture->extra)
		vec_push(arena, out, (struct tree_entry){.name = fixture->extra, .is_link = true, .identity = 8});
	return 0;
}

static int fake_stamp(void *payload, const char *path, struct tree_stamp *out)
{
	struct fixture *fixture = payload;

	*out = (struct tree_stamp){1, 2, 3, strcmp(path, "3") == 0 ? fixture->changed : 4};
	return 0;
}

static int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	folder_make(&fixture->folder);
	fixture->arena = arena_new();
	fixture->diags = diags_new(fixture->arena);
	fixture->changed = 4;
	fixture->tree =
		(struct tree){.payload = fixture, .place = "/somewhere", .list = fake_list, .stamp_folder = fake_stamp};
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	arena_free(fixture->arena);
	folder_remove(&fixture->folder);
	free(fixture);
	return 0;
}

/* A run: lists every folder, twice. How many entries folder "3" has. */
static size_t run(struct fixture *fixture)
{
	struct cache_file *file = cache_file_open(fixture->arena, folder_path(&fixture->folder, "cache.sqlite"));
	struct listings *listings = listings_new(fixture->arena, file, &fixture->tree);
	struct tree view = listings_view(listings);
	size_t third = 0;

	fixture->lists = 0;
	for (unsigned i = 0; i < 2 * FOLDERS; i++) {
		struct tree_entries entries = {0};
		const char *path = str_printf(fixture->arena, "%u", i % FOLDERS);
		assert_int_equal(view.list(view.payload, fixture->arena, path, &entries, &fixture->diags), 0);
		assert_string_equal(entries.items[0].name, "a.rb");
		assert_int_equal(entries.items[0].kind, ENTRY_FILE);
		assert_int_equal(entries.items[0].identity, 7);
		if (i % FOLDERS == 3)
			third = entries.count;
		/* whoever listed may write into the entries: the next one must not see it */
		entries.items[0].kind = ENTRY_OTHER;
	}
	listings_save(listings);
	cache_file_close(file);
	return third;
}

static void folders_are_listed_once(void **state)
{
	struct fixture *fixture = *state;

	assert_int_equal(run(fixture), 1);
	assert_int_equal(fixture->lists, FOLDERS);
	assert_int_equal(run(fixture), 1);
	assert_int_equal(fixture->lists, 0);
}

static void one_that_changed_is_listed_anew(void **state)
{
	struct fixture *fixture = *state;

	run(fixture);
	fixture->extra = "b.rb";
	fixture->changed = 5;
	for (unsigned i = 0; i < 2; i++) {
		assert_int_equal(run(fixture), 2);
		assert_int_equal(fixture->lists, 1);
	}
	fixture->extra = NULL;
	fixture->changed = 6;
	assert_int_equal(run(fixture), 1);
}

static void one_that_changes_right_now_is_not_trusted(void **state)
{
	struct fixture *fixture = *state;

	fixture->changed = contents_now();
	run(fixture);
	assert_int_equal(run(fixture), 1);
	assert_int_equal(fixture->lists, 1);
}

static void what_gave_a_diagnostic_gives_it_again(void **state)
{
	struct fixture *fixture = *state;

	fixture->troubled = "5";
	run(fixture);
	size_t before = fixture->diags.count;
	run(fixture);
	assert_true(fixture->diags.count > before);
}

static void a_folder_that_is_not_there(void **state)
{
	struct fixture *fixture = *state;
	struct listings *listings = listings_new(fixture->arena, NULL, &fixture->tree);
	struct tree view = listings_view(listings);
	struct tree_entries entries = {0};

	assert_int_equal(view.list(view.payload, fixture->arena, "none", &entries, &fixture->diags), -1);
	listings_save(listings);
}

static void another_tree_has_its_own(void **state)
{
	struct fixture *fixture = *state;

	run(fixture);
	fixture->tree.place = "/elsewhere";
	run(fixture);
	assert_int_equal(fixture->lists, FOLDERS);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(folders_are_listed_once),
		TEST(one_that_changed_is_listed_anew),
		TEST(one_that_changes_right_now_is_not_trusted),
		TEST(what_gave_a_diagnostic_gives_it_again),
		TEST(a_folder_that_is_not_there),
		TEST(another_tree_has_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
