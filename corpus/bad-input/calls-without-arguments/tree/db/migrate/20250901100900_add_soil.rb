# frozen_string_literal: true

class AddSoil < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    execute(Arel.sql)
    execute(ActiveRecord::Base.sanitize_sql([]))
    execute
    add_column
    Arel::Nodes::NamedFunction.new
    Arel::UpdateManager.new.table.set.where
    define_batchable_model.where.update_all
    queue_batched_background_migration
  end

  def down; end
end
