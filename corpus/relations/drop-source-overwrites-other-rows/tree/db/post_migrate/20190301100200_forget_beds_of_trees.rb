# frozen_string_literal: true

class ForgetBedsOfTrees < ActiveRecord::Migration[5.0]
  def up
    update_column_in_batches(:labels, :bed_id, nil) do |table, query|
      query.where(table[:kind].eq('tree').and(table[:bed_id].not_eq(nil)))
    end
  end

  def down; end
end
