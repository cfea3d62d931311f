/* The fields of the structs that are kept. tests/cache_fields.sh compares the rows with the members in the headers: a
 * member without a row is one that a stored reading would lose. Rows may come in any order; the digest of the program's
 * sources is part of every key, so that bytes of other rows are never met. */
#include "analyzer/cache/kept.h"
#include "analyzer/cache/questions.h"

#define ROW(type, member, kind, of)                                                                                    \
	{                                                                                                              \
#member, offsetof(struct type, member), sizeof(((struct type *)0)->member), FIELD_##kind, of           \
	}
#define SHAPE(type, rows, others)                                                                                      \
	{                                                                                                              \
#type, sizeof(struct type), rows, sizeof(rows) / sizeof((rows)[0]), others                             \
	}

_Static_assert(sizeof(enum effect_verb) == sizeof(int) && sizeof(enum tristate) == sizeof(int), "FIELD_NUMBER");

/* A list by itself, for members that point to one: the same bytes as the list. */
struct kept_names {
	struct names list;
};
static const struct field kept_names_rows[] = {ROW(kept_names, list, NAMES, NULL)};
static const struct shape shape_names = SHAPE(kept_names, kept_names_rows, "");

static const struct field column_ref_rows[] = {
	ROW(column_ref, table, TEXT, NULL),   ROW(column_ref, column, TEXT, NULL),
	ROW(column_ref, role, NUMBER, NULL),  ROW(column_ref, test, NUMBER, NULL),
	ROW(column_ref, reach, NUMBER, NULL), ROW(column_ref, values, STRUCT, &shape_names),
};
static const struct shape shape_column_ref = SHAPE(column_ref, column_ref_rows, "");

struct kept_column_refs {
	struct column_refs list;
};
static const struct field kept_column_refs_rows[] = {ROW(kept_column_refs, list, LIST, &shape_column_ref)};
static const struct shape shape_column_refs = SHAPE(kept_column_refs, kept_column_refs_rows, "");

static const struct shape shape_effects;

static const struct field job_effect_rows[] = {
	ROW(job_effect, era, NUMBER, NULL),
	ROW(job_effect, manner, NUMBER, NULL),
	ROW(job_effect, arguments, TEXT, NULL),
	ROW(job_effect, queue_helper, TEXT, NULL),
	ROW(job_effect, bypasses_helper, BOOL, NULL),
	ROW(job_effect, skips_early_check, BOOL, NULL),
	ROW(job_effect, whole_class, BOOL, NULL),
	ROW(job_effect, gitlab_schema, TEXT, NULL),
	ROW(job_effect, does, STRUCT, &shape_effects),
};
static const struct shape shape_job_effect = SHAPE(job_effect, job_effect_rows, "");

static const struct field effect_rows[] = {
	ROW(effect, verb, NUMBER, NULL),
	ROW(effect, object, NUMBER, NULL),
	ROW(effect, certainty, NUMBER, NULL),
	ROW(effect, guard, NUMBER, NULL),
	ROW(effect, location, LOCATION, NULL),
	ROW(effect, only_when_empty, TEXT, NULL),
	ROW(effect, statement, SIZE, NULL),
	ROW(effect, table, TEXT, NULL),
	ROW(effect, columns, NAMES, NULL),
	ROW(effect, name, TEXT, NULL),
	ROW(effect, to, TEXT, NULL),
	ROW(effect, to_columns, NAMES, NULL),
	ROW(effect, kind, NUMBER, NULL),
	ROW(effect, unique, NUMBER, NULL),
	ROW(effect, validated, NUMBER, NULL),
	ROW(effect, expression, TEXT, NULL),
	ROW(effect, nulls_collide, BOOL, NULL),
	ROW(effect, predicate, TEXT, NULL),
	ROW(effect, predicate_columns, LIST, &shape_column_ref),
	ROW(effect, references, TEXT, NULL),
	ROW(effect, references_columns, NAMES, NULL),
	ROW(effect, on_delete, TEXT, NULL),
	ROW(effect, type, TEXT, NULL),
	ROW(effect, default_value, TEXT, NULL),
	ROW(effect, drops_default, BOOL, NULL),
	ROW(effect, nullable, NUMBER, NULL),
	ROW(effect, filters, LIST, &shape_column_ref),
	ROW(effect, sources, LIST, &shape_column_ref),
	ROW(effect, writes_null, BOOL, NULL),
	ROW(effect, nulled, NAMES, NULL),
	ROW(effect, through_trigger, BOOL, NULL),
	ROW(effect, upsert, BOOL, NULL),
	ROW(effect, not_on_insert, BOOL, NULL),
	ROW(effect, not_on_update, BOOL, NULL),
	ROW(effect, not_on_delete, BOOL, NULL),
	ROW(effect, after_change, STRUCT, &shape_names),
	ROW(effect, given, STRUCT, &shape_column_refs),
	ROW(effect, body, STRUCT, &shape_effects),
	ROW(effect, job, STRUCT, &shape_job_effect),
};
static const struct shape shape_effect = SHAPE(effect, effect_rows, "");

/* A struct effects is a list by itself. */
struct kept_effects {
	struct effects list;
};
static const struct field kept_effects_rows[] = {ROW(kept_effects, list, LIST, &shape_effect)};
static const struct shape shape_effects = SHAPE(kept_effects, kept_effects_rows, "");

static const struct field statement_rows[] = {
	ROW(statement, location, LOCATION, NULL),
	ROW(statement, what, TEXT, NULL),
	ROW(statement, resolved, BOOL, NULL),
	ROW(statement, why, TEXT, NULL),
};
static const struct shape shape_statement = SHAPE(statement, statement_rows, "");

static const struct field unresolved_rows[] = {
	ROW(unresolved, location, LOCATION, NULL),
	ROW(unresolved, what, TEXT, NULL),
	ROW(unresolved, why, TEXT, NULL),
};
static const struct shape shape_unresolved = SHAPE(unresolved, unresolved_rows, "");

static const struct field migration_rows[] = {
	ROW(migration, class_name, TEXT, NULL),
	ROW(migration, class_location, LOCATION, NULL),
	ROW(migration, superclass, TEXT, NULL),
	ROW(migration, superclass_major, NUMBER, NULL),
	ROW(migration, superclass_minor, NUMBER, NULL),
	ROW(migration, gitlab_superclass, BOOL, NULL),
	ROW(migration, names_gitlab, BOOL, NULL),
	ROW(migration, milestone, TEXT, NULL),
	ROW(migration, milestone_location, LOCATION, NULL),
	ROW(migration, gitlab_schema, TEXT, NULL),
	ROW(migration, ddl_transaction, BOOL, NULL),
	ROW(migration, is_noop, BOOL, NULL),
	ROW(migration, dependent_jobs, NAMES, NULL),
	ROW(migration, dependent_jobs_location, LOCATION, NULL),
	ROW(migration, statements, LIST, &shape_statement),
	ROW(migration, effects, LIST, &shape_effect),
	ROW(migration, down_effects, LIST, &shape_effect),
	ROW(migration, unresolved, LIST, &shape_unresolved),
};
const struct shape shape_migration =
	SHAPE(migration, migration_rows, "source path version sort_key kind database tag_release first_commit_day");

static const struct field job_reading_rows[] = {
	ROW(job_reading, effects, LIST, &shape_effect),
	ROW(job_reading, statements, LIST, &shape_statement),
	ROW(job_reading, exact, BOOL, NULL),
	ROW(job_reading, of_product, BOOL, NULL),
	ROW(job_reading, delegates, NAMES, NULL),
	ROW(job_reading, unresolved, LIST, &shape_unresolved),
};
const struct shape shape_job_reading = SHAPE(job_reading, job_reading_rows, "");

static const struct field job_class_rows[] = {
	ROW(job_class, name, TEXT, NULL),         ROW(job_class, path, TEXT, NULL),
	ROW(job_class, overlay_path, TEXT, NULL), ROW(job_class, location, LOCATION, NULL),
	ROW(job_class, superclass, TEXT, NULL),   ROW(job_class, batched, BOOL, NULL),
	ROW(job_class, online, BOOL, NULL),       ROW(job_class, queueable, BOOL, NULL),
	ROW(job_class, arguments, NAMES, NULL),   ROW(job_class, feature_category, TEXT, NULL),
};
static const struct shape shape_job_class = SHAPE(job_class, job_class_rows, "");

static const struct field ignored_column_rows[] = {
	ROW(ignored_column, location, LOCATION, NULL),
	ROW(ignored_column, table, TEXT, NULL),
	ROW(ignored_column, column, TEXT, NULL),
	ROW(ignored_column, remove_with, TEXT, NULL),
};
static const struct shape shape_ignored_column = SHAPE(ignored_column, ignored_column_rows, "");

static const struct field kept_dump_rows[] = {
	ROW(kept_dump, effects, LIST, &shape_effect),
	ROW(kept_dump, unresolved, LIST, &shape_unresolved),
};
const struct shape shape_dump = SHAPE(kept_dump, kept_dump_rows, "");

static const struct field kept_columns_rows[] = {ROW(kept_columns, list, LIST, &shape_ignored_column)};
const struct shape shape_columns = SHAPE(kept_columns, kept_columns_rows, "");

static const struct field kept_classes_rows[] = {ROW(kept_classes, list, POINTERS, &shape_job_class)};
const struct shape shape_classes = SHAPE(kept_classes, kept_classes_rows, "");

static const struct field question_rows[] = {
	ROW(question, kind, NUMBER, NULL),
	ROW(question, subject, TEXT, NULL),
	ROW(question, part, TEXT, NULL),
	ROW(question, answer, WORD, NULL),
};
static const struct shape shape_question = SHAPE(question, question_rows, "");

static const struct field kept_questions_rows[] = {ROW(kept_questions, list, LIST, &shape_question)};
const struct shape shape_questions = SHAPE(kept_questions, kept_questions_rows, "");

static const struct field ruby_part_rows[] = {ROW(ruby_part, name, TEXT, NULL), ROW(ruby_part, digest, WORD, NULL)};
static const struct shape shape_part = SHAPE(ruby_part, ruby_part_rows, "");

static const struct field ruby_parts_rows[] = {ROW(ruby_parts, list, LIST, &shape_part)};
const struct shape shape_parts = SHAPE(ruby_parts, ruby_parts_rows, "");

static const struct field job_dictionary_rows[] = {
	ROW(job_dictionary, path, TEXT, NULL),
	ROW(job_dictionary, location, LOCATION, NULL),
	ROW(job_dictionary, class_name, TEXT, NULL),
	ROW(job_dictionary, class_location, LOCATION, NULL),
	ROW(job_dictionary, milestone, TEXT, NULL),
	ROW(job_dictionary, milestone_location, LOCATION, NULL),
	ROW(job_dictionary, queued_version, TEXT, NULL),
	ROW(job_dictionary, queued_version_location, LOCATION, NULL),
	ROW(job_dictionary, finalized_by, TEXT, NULL),
	ROW(job_dictionary, finalized_by_location, LOCATION, NULL),
	ROW(job_dictionary, feature_category, TEXT, NULL),
	ROW(job_dictionary, introduced_by_url, TEXT, NULL),
};
const struct shape shape_job_dictionary = SHAPE(job_dictionary, job_dictionary_rows, "");

static const struct field table_dictionary_rows[] = {
	ROW(table_dictionary, path, TEXT, NULL),          ROW(table_dictionary, table, TEXT, NULL),
	ROW(table_dictionary, gitlab_schema, TEXT, NULL), ROW(table_dictionary, milestone, TEXT, NULL),
	ROW(table_dictionary, table_size, TEXT, NULL),    ROW(table_dictionary, classes, NAMES, NULL),
	ROW(table_dictionary, is_deleted, BOOL, NULL),
};
const struct shape shape_table_dictionary = SHAPE(table_dictionary, table_dictionary_rows, "");

static const struct field kept_stamp_rows[] = {
	ROW(kept_stamp, path, TEXT, NULL),     ROW(kept_stamp, content, BYTES, NULL),
	ROW(kept_stamp, size, WORD, NULL),     ROW(kept_stamp, inode, WORD, NULL),
	ROW(kept_stamp, written, WORD, NULL),  ROW(kept_stamp, changed, WORD, NULL),
	ROW(kept_stamp, is_plain, BOOL, NULL),
};
static const struct shape shape_stamp = SHAPE(kept_stamp, kept_stamp_rows, "");

static const struct field kept_stamps_rows[] = {ROW(kept_stamps, list, LIST, &shape_stamp)};
const struct shape shape_stamps = SHAPE(kept_stamps, kept_stamps_rows, "");

static const struct field kept_name_rows[] = {
	ROW(kept_name, name, TEXT, NULL),
	ROW(kept_name, kind, NUMBER, NULL),
	ROW(kept_name, is_link, BOOL, NULL),
	ROW(kept_name, identity, WORD, NULL),
};
static const struct shape shape_name = SHAPE(kept_name, kept_name_rows, "");

static const struct field kept_folder_rows[] = {
	ROW(kept_folder, path, TEXT, NULL),    ROW(kept_folder, size, WORD, NULL),
	ROW(kept_folder, inode, WORD, NULL),   ROW(kept_folder, written, WORD, NULL),
	ROW(kept_folder, changed, WORD, NULL), ROW(kept_folder, names, LIST, &shape_name),
};
static const struct shape shape_folder = SHAPE(kept_folder, kept_folder_rows, "");

static const struct field kept_folders_rows[] = {ROW(kept_folders, list, LIST, &shape_folder)};
const struct shape shape_folders = SHAPE(kept_folders, kept_folders_rows, "");

static const struct field kept_entry_rows[] = {ROW(kept_entry, path, TEXT, NULL),
					       ROW(kept_entry, content, BYTES, NULL)};
static const struct shape shape_entry = SHAPE(kept_entry, kept_entry_rows, "");

static const struct field kept_listing_rows[] = {ROW(kept_listing, list, LIST, &shape_entry)};
const struct shape shape_listing = SHAPE(kept_listing, kept_listing_rows, "");

static const struct field kept_shipped_rows[] = {
	ROW(kept_shipped, path, TEXT, NULL),
	ROW(kept_shipped, database, TEXT, NULL),
	ROW(kept_shipped, version, TEXT, NULL),
	ROW(kept_shipped, content, BYTES, NULL),
};
static const struct shape shape_shipped_one = SHAPE(kept_shipped, kept_shipped_rows, "");

static const struct field kept_shipped_list_rows[] = {ROW(kept_shipped_list, list, LIST, &shape_shipped_one)};
const struct shape shape_shipped = SHAPE(kept_shipped_list, kept_shipped_list_rows, "");

static const struct field kept_release_rows[] = {ROW(kept_release, key, TEXT, NULL),
						 ROW(kept_release, tag, SIZE, NULL)};
static const struct shape shape_release = SHAPE(kept_release, kept_release_rows, "");

static const struct field kept_releases_rows[] = {ROW(kept_releases, walked, SIZE, NULL),
						  ROW(kept_releases, list, LIST, &shape_release)};
const struct shape shape_releases = SHAPE(kept_releases, kept_releases_rows, "");

static const struct field kept_declarations_rows[] = {ROW(kept_declarations, first_file, SIZE, NULL),
						      ROW(kept_declarations, list, LIST, &shape_release)};
const struct shape shape_declarations = SHAPE(kept_declarations, kept_declarations_rows, "");

static const struct field kept_tag_rows[] = {
	ROW(kept_tag, name, TEXT, NULL),
	ROW(kept_tag, commit, BYTES, NULL),
	ROW(kept_tag, tree, BYTES, NULL),
	ROW(kept_tag, time, WORD, NULL),
};
static const struct shape shape_tag = SHAPE(kept_tag, kept_tag_rows, "");

static const struct field kept_tags_rows[] = {ROW(kept_tags, list, LIST, &shape_tag)};
const struct shape shape_tags = SHAPE(kept_tags, kept_tags_rows, "");

static const struct field kept_fingerprints_rows[] = {ROW(kept_fingerprints, list, NAMES, NULL)};
const struct shape shape_fingerprints = SHAPE(kept_fingerprints, kept_fingerprints_rows, "");

static const struct field outline_rows[] = {
	ROW(ruby_outline, opened, NAMES, NULL),
	ROW(ruby_outline, names, NAMES, NULL),
	ROW(ruby_outline, words, NAMES, NULL),
};
const struct shape shape_outline = SHAPE(ruby_outline, outline_rows, "");

static const struct field kept_migration_rows[] = {
	ROW(kept_migration, path, TEXT, NULL),
	ROW(kept_migration, length, WORD, NULL),
	ROW(kept_migration, digest, WORD, NULL),
	ROW(kept_migration, release, TEXT, NULL),
	ROW(kept_migration, statements, SIZE, NULL),
	ROW(kept_migration, statements_resolved, SIZE, NULL),
	ROW(kept_migration, rest, STRUCT, &shape_migration),
};
static const struct shape shape_kept_migration = SHAPE(kept_migration, kept_migration_rows, "");

static const struct field kept_touched_rows[] = {
	ROW(kept_touched, name, TEXT, NULL),
	ROW(kept_touched, is_described, BOOL, NULL),
	ROW(kept_touched, migrations, NAMES, NULL),
	ROW(kept_touched, jobs, NAMES, NULL),
};
static const struct shape shape_touched = SHAPE(kept_touched, kept_touched_rows, "");

static const struct field kept_job_class_rows[] = {
	ROW(kept_job_class, name, TEXT, NULL),
	ROW(kept_job_class, touches, NAMES, NULL),
	ROW(kept_job_class, is_linked, BOOL, NULL),
};
static const struct shape shape_kept_job_class = SHAPE(kept_job_class, kept_job_class_rows, "");

static const struct field kept_job_answer_rows[] = {ROW(kept_job_answer, key, TEXT, NULL),
						    ROW(kept_job_answer, digest, WORD, NULL)};
static const struct shape shape_job_answer = SHAPE(kept_job_answer, kept_job_answer_rows, "");

static const struct field kept_job_state_rows[] = {ROW(kept_job_state, id, TEXT, NULL),
						   ROW(kept_job_state, is_resolved, BOOL, NULL)};
static const struct shape shape_job_state = SHAPE(kept_job_state, kept_job_state_rows, "");

static const struct field kept_alias_rows[] = {ROW(kept_alias, name, TEXT, NULL), ROW(kept_alias, other, TEXT, NULL)};
static const struct shape shape_alias = SHAPE(kept_alias, kept_alias_rows, "");

static const struct field kept_declared_rows[] = {
	ROW(kept_declared, job_dictionaries, POINTERS, &shape_job_dictionary),
	ROW(kept_declared, table_dictionaries, POINTERS, &shape_table_dictionary),
	ROW(kept_declared, ignored_columns, LIST, &shape_ignored_column),
	ROW(kept_declared, loose_foreign_key_tables, NAMES, NULL),
};
static const struct shape shape_declared = SHAPE(kept_declared, kept_declared_rows, "");

static const struct field kept_reach_rows[] = {
	ROW(kept_reach, migrations, LIST, &shape_kept_migration),
	ROW(kept_reach, touched, LIST, &shape_touched),
	ROW(kept_reach, job_classes, LIST, &shape_kept_job_class),
	ROW(kept_reach, job_answers, LIST, &shape_job_answer),
	ROW(kept_reach, jobs, LIST, &shape_job_state),
	ROW(kept_reach, aliases, LIST, &shape_alias),
	ROW(kept_reach, dumped, NAMES, NULL),
	ROW(kept_reach, wants_all_tables, BOOL, NULL),
	ROW(kept_reach, declared, STRUCT, &shape_declared),
};
const struct shape shape_reach = SHAPE(kept_reach, kept_reach_rows, "");
