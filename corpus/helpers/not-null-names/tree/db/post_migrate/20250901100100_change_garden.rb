# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    add_not_null_constraint :plots, :owner_id
    add_text_limit :plots, :label, 100, validate: false
    add_multi_column_not_null_constraint :plots, :group_id, :project_id
  end

  def down; end
end
