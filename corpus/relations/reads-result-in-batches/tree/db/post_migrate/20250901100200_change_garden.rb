# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  def up
    update_column_in_batches(:beds, :number, Arel.sql('plot_id + 1'))
  end

  def down; end
end
