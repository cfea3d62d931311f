/* The background data migrations that the gem online_migrations brings along, as programs of their own that do the same
 * to the data. They are evaluated like the classes of a tree; that their text lies here rather than in the tree is told
 * by their paths. */
#include "parser/ruby/online/builtin_jobs.h"

#include "parser/ruby/eval/library.h"

#include <string.h>

struct builtin_job {
	const char *name;
	const char *file;
	const char *body;
};

#define ROWS                                                                                                           \
	"  def rows\n"                                                                                                 \
	"    table = @table\n"                                                                                         \
	"    Class.new(ActiveRecord::Base) { self.table_name = table }\n"                                              \
	"  end\n"

static const struct builtin_job builtins[] = {
	{"BackfillColumn", "backfill_column",
	 "  def initialize(table, updates, model = nil)\n"
	 "    @table = table\n"
	 "    @updates = updates\n"
	 "  end\n" ROWS "  def collection\n"
	 "    column, value = @updates.first\n"
	 "    if @updates.size == 1 && !value.nil?\n"
	 "      rows.where.not(column => value).or(rows.where(column => nil)).in_batches\n"
	 "    else\n"
	 "      rows.where.not(@updates).in_batches\n"
	 "    end\n"
	 "  end\n"
	 "  def process(batch)\n"
	 "    batch.update_all(@updates)\n"
	 "  end\n"},
	{"CopyColumn", "copy_column",
	 "  def initialize(table, from, to, model = nil, functions = nil)\n"
	 "    @table = table\n"
	 "    @from = Array.wrap(from)\n"
	 "    @to = Array.wrap(to)\n"
	 "  end\n" ROWS "  def collection\n"
	 "    rows.in_batches\n"
	 "  end\n"
	 "  def process(batch)\n"
	 "    @to.each_with_index { |column, i| batch.update_all(\"#{column} = #{@from[i]}\") }\n"
	 "  end\n"},
	{"DeleteAssociatedRecords", "delete_associated_records",
	 "  def initialize(model, id, association, options = nil)\n"
	 "    @owner = model.constantize.find(id)\n"
	 "    @association = association\n"
	 "  end\n"
	 "  def collection\n"
	 "    @owner.public_send(@association).in_batches\n"
	 "  end\n"
	 "  def process(batch)\n"
	 "    batch.delete_all\n"
	 "  end\n"},
	{"DeleteOrphanedRecords", "delete_orphaned_records",
	 "  def initialize(model, associations, options = nil)\n"
	 "    @model = model.constantize\n"
	 "    @associations = associations\n"
	 "  end\n"
	 "  def collection\n"
	 "    @model.unscoped.where.missing(*@associations).in_batches\n"
	 "  end\n"
	 "  def process(batch)\n"
	 "    batch.delete_all\n"
	 "  end\n"},
	{"PerformActionOnRelation", "perform_action_on_relation",
	 "  def initialize(model, conditions, action, options = {})\n"
	 "    @rows = model.constantize.unscoped.where(conditions)\n"
	 "    @action = action\n"
	 "    @updates = options['updates']\n"
	 "  end\n"
	 "  def collection\n"
	 "    @rows.in_batches\n"
	 "  end\n"
	 "  def process(batch)\n"
	 "    if @action == 'update_all'\n"
	 "      batch.update_all(@updates)\n"
	 "    elsif @action == 'delete_all' || @action == 'destroy_all'\n"
	 "      batch.delete_all\n"
	 "    else\n"
	 "      batch.each { |row| row.public_send(@action) }\n"
	 "    end\n"
	 "  end\n"},
	{"ResetCounters", "reset_counters",
	 "  def initialize(model, counters, options = {})\n"
	 "    @model = model.constantize\n"
	 "    @counters = counters\n"
	 "  end\n"
	 "  def collection\n"
	 "    @model.unscoped.in_batches\n"
	 "  end\n"
	 "  def process(batch)\n"
	 "    @counters.each { |counter| @model.reset_counters(batch.first.id, counter) }\n"
	 "  end\n"},
};

bool builtin_job_add(struct ruby *ruby, const char *name)
{
	for (size_t i = 0; i < sizeof(builtins) / sizeof(builtins[0]); i++) {
		const struct builtin_job *row = &builtins[i];
		if (!str_equal(row->name, name))
			continue;
		const char *path = str_printf(ruby->arena, "online_migrations/%s.rb", row->file);
		const char *text =
			str_printf(ruby->arena, "class OnlineMigrations::DataMigrations::%s\n%send\n", name, row->body);
		library_add_gem_job(ruby->library,
				    source_new(ruby->arena, path, str_copy(ruby->arena, text), strlen(text)));
		return true;
	}
	return false;
}
