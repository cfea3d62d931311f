# frozen_string_literal: true

class NotNull < Gitlab::Database::Migration[2.2]
  milestone '14.10'
  disable_ddl_transaction!

  def up
    change_column_null :projects, :project_namespace_id, false
  end
end
