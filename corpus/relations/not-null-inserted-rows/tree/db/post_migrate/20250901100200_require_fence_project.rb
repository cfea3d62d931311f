# frozen_string_literal: true

class RequireFenceProject < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    add_not_null_constraint :fences, :project_id
  end

  def down; end
end
