# frozen_string_literal: true

class AssignFenceProject < Gitlab::Database::Migration[2.3]
  milestone '18.2'

  def up
    install_sharding_key_assignment_trigger(
      table: :fences, sharding_key: :project_id,
      parent_table: :plots, parent_sharding_key: :project_id, foreign_key: :plot_id
    )
  end

  def down; end
end
