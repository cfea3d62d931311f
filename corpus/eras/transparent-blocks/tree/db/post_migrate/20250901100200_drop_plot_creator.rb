# frozen_string_literal: true

class DropPlotCreator < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    with_lock_retries do
      say_with_time('dropping') do
        next unless column_exists?(:plots, :creator_id)

        remove_column :plots, :creator_id, :bigint
      end
    end
  end

  def down; end
end
