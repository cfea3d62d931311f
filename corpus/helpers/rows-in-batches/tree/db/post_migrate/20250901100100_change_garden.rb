# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    update_column_in_batches(:plots, :label, 'x', batch_column_name: :number) { |table, query| query.where(table[:label].eq(nil)) }
    update_column_in_batches(:plots, :path, replace_sql(Arel::Table.new(:plots)[:path], 'a', 'b'))
    define_batchable_model(:beds, primary_key: :number).where(open: true).each_batch { |batch| batch.update_all(open: false) }
    each_batch(:crates, scope: ->(relation) { relation.where(full: true) }, of: 10) { |batch| batch.delete_all }
    each_batch_range(:boxes, column: :number) { |from, to| execute("DELETE FROM boxes WHERE number BETWEEN #{from} AND #{to}") }
    backfill_iids('notes')
  end

  def down; end
end
