/* The parts of a model's file: which of them a change of its text changes, and which of them an evaluation asks for. */
#include "parser/ruby/ruby.h"

#include "analyzer/base/str.h"
#include "tests/support/cmocka_all.h"

#include <string.h>

struct fixture {
	struct arena *arena;
	const char *model; /* the text of rack.rb */
	struct names asked;
	struct ruby_listener listener;
	struct ruby *ruby;
};

static const struct source *read_model(void *payload, const char *relative_path)
{
	struct fixture *fixture = payload;

	if (strcmp(relative_path, "rack.rb") != 0)
		return NULL;
	return source_new(fixture->arena, "app/models/rack.rb", fixture->model, strlen(fixture->model));
}

static void ask(void *payload, enum ruby_question kind, const char *subject, const char *part)
{
	struct fixture *fixture = payload;

	if (kind == RUBY_ASKS_MODEL_PART && strcmp(subject, "rack.rb") == 0)
		names_add(fixture->arena, &fixture->asked, str_copy(fixture->arena, part));
}

static void *lasting_begin(void *payload)
{
	return payload;
}

static void lasting_nothing(void *payload, void *lasting)
{
	assert_ptr_equal(payload, lasting);
}

static struct fixture begin(const char *model)
{
	struct fixture fixture = {.arena = arena_new(), .model = model};

	fixture.ruby = ruby_new(fixture.arena, NULL);
	return fixture;
}

static void listen(struct fixture *fixture)
{
	fixture->listener = (struct ruby_listener){fixture, ask, lasting_begin, lasting_nothing, lasting_nothing};
	ruby_set_models(fixture->ruby, read_model, fixture);
	ruby_listen(fixture->ruby, &fixture->listener);
}

static void end(struct fixture *fixture)
{
	ruby_free(fixture->ruby);
	arena_free(fixture->arena);
}

static const struct ruby_part *find(const struct ruby_parts *parts, const char *name)
{
	vec_each(const struct ruby_part, part, &parts->list) {
		if (str_equal(part->name, name))
			return part;
	}
	return NULL;
}

static void add_missing(struct arena *arena, const struct ruby_parts *from, const struct ruby_parts *to,
			struct names *out)
{
	vec_each(const struct ruby_part, part, &from->list) {
		const struct ruby_part *other = find(to, part->name);
		if (!other || other->digest != part->digest)
			names_add(arena, out, str_copy(arena, part->name));
	}
}

/* The names of the parts that differ, sorted. */
static const char *difference(struct arena *arena, const char *before, const char *after)
{
	struct fixture old = begin(before);
	struct fixture new = begin(after);
	struct names changed = {0};

	listen(&old);
	listen(&new);
	const struct ruby_parts *left = ruby_model_parts(old.ruby, "rack.rb");
	const struct ruby_parts *right = ruby_model_parts(new.ruby, "rack.rb");
	add_missing(arena, left, right, &changed);
	add_missing(arena, right, left, &changed);
	names_sort(&changed);
	const char *text = names_join(arena, &changed, ", ");
	end(&old);
	end(&new);
	return text;
}

#define RACK(body) "class Rack < ApplicationRecord\n" body "\nend\n"

static void a_change_is_one_of_few_parts(void **state)
{
	static const struct {
		const char *before, *after, *changed;
	} rows[] = {
		{RACK("def a; 1; end"), RACK("# said\n\n  def a\n 1\n end"), ""},
		{RACK("def a; 1; end\ndef b; end"), RACK("def a; 2; end\ndef b; end"), "Rack#a"},
		{RACK("def a; 1; end\ndef a; 2; end"), RACK("def a; 2; end\ndef a; 1; end"), "Rack#a"},
		{RACK("def self.a; end"), RACK("def a; end"), "Rack#a, Rack.a"},
		{RACK("A = 1\nB = 2"), RACK("A = 1\nB = 3"), "Rack::B"},
		{RACK("class Shelf; X = 1; end"), RACK("class Shelf; X = 2; end"), "Rack::Shelf::X"},
		{RACK("class Shelf; end"), RACK("class Shelf < Rack; end"), "Rack::Shelf"},
		{RACK(""), "class Rack < Stand\nend\n", "Rack"},
		{RACK("scope :a, -> { where(b: 1) }"), RACK("scope :a, -> { where(b: 2) }"), "Rack scope, Rack.a"},
		{RACK("has_many :a\nhas_many :b"), RACK("has_many :a\nhas_many :b, as: :c"),
		 "Rack has_many, Rack has_many:b"},
		{RACK("has_many :a"), RACK("has_many :a\nhas_many A"), "Rack has_many, Rack has_many:"},
		{RACK("validates :a"), RACK("validates :a, if: -> { run }"), "Rack validates"},
		{RACK("self.table_name = 'a'"), RACK("self.table_name = 'b'"), "Rack table_name"},
		/* what may do more than to declare */
		{RACK("include A"), RACK("include A\ninclude B"), "Rack include, Rack{}"},
		{RACK("validates :a"), RACK("validates :a, more: run"), "Rack validates, Rack{}"},
		{RACK("scope name, -> { }"), RACK("scope other, -> { }"), "Rack scope, Rack{}"},
		{RACK("[1].each { |x| scope x }"), RACK("[2].each { |x| scope x }"), "Rack each, Rack{}"},
		/* blocks and loops whose parts change their order */
		{RACK("def a; begin; b; end while c; end"), RACK("def a; b while c; end"), "Rack#a"},
	};
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_string_equal(difference(arena, rows[i].before, rows[i].after), rows[i].changed);
	arena_free(arena);
}

/* Of every member that is looked for it is told, also that there is none. */
static void an_evaluation_tells_what_it_looks_at(void **state)
{
	struct fixture fixture =
		begin(RACK("LIMIT = 3\nhas_many :shelves\nscope :full, -> { where(size: LIMIT) }\ndef label; end"));
	static const char text[] = "class FillRacks < ActiveRecord::Migration[6.0]\n"
				   "  def up\n    Rack.full.update_all(height: 1)\n  end\nend\n";
	struct migration migration = {.path = "db/migrate/20200101000000_fill_racks.rb", .version = "20200101000000"};

	(void)state;
	listen(&fixture);
	migration.source = source_new(fixture.arena, migration.path, text, strlen(text));
	assert_true(ruby_read_migration(fixture.ruby, migration.source, &migration));
	assert_string_equal(migration.effects.items[0].table, "racks");
	assert_true(names_has(&fixture.asked, "Rack"));
	assert_true(names_has(&fixture.asked, "Rack table_name"));
	assert_true(names_has(&fixture.asked, "Rack{}"));
	assert_true(names_has(&fixture.asked, "Rack.full"));
	assert_true(names_has(&fixture.asked, "Rack::LIMIT"));
	assert_true(names_has(&fixture.asked, "Rack.update_all"));
	assert_false(names_has(&fixture.asked, "Rack#label"));
	assert_false(names_has(&fixture.asked, "Rack has_many:shelves"));
	end(&fixture);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_change_is_one_of_few_parts),
		cmocka_unit_test(an_evaluation_tells_what_it_looks_at),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
