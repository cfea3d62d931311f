# frozen_string_literal: true

class ChangeGarden < ActiveRecord::Migration[7.2]
  def up
    DB.exec 'UPDATE plots SET label = :label WHERE soil = ?', label: 'x'
    DB.exec('DELETE FROM beds WHERE number = ?', 4)
    DB.query('SELECT label FROM plots').each { |row| DB.exec("UPDATE beds SET title = '#{row.label}'") }
    DB.query_single('SELECT width FROM plots')
    DB.query_hash('SELECT depth FROM plots')
    DB.query_array('SELECT height FROM plots')
    DB.query_each('SELECT north FROM plots') { |row| row }
    DB.build('SELECT south FROM plots').query
    Plot.exec_sql 'UPDATE plots SET east = 1'
    execute ActiveRecord::Base.sql_fragment('UPDATE plots SET west = :west', west: 1)
    Migration::ColumnDropper.mark_readonly(:plots, :old_label)
    Migration::ColumnDropper.drop_readonly(:plots, :older_label)
    Migration::ColumnDropper.execute_drop(:plots, %i[oldest_label worn_label])
    Migration::TableDropper.read_only_table(:old_plots)
    Migration::TableDropper.execute_drop(:older_plots)
  end

  def down; end
end
