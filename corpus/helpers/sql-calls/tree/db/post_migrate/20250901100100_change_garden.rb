# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    execute("UPDATE plots SET label = #{quote('x')} WHERE #{quote_column_name('soil')} IS NULL")
    exec_update "UPDATE plots SET label = '#{quote_string("o'clock")}' WHERE closed = #{false_value}"
    exec_delete "DELETE FROM #{quote_table_name('beds')} WHERE open = #{true_value}"
    exec_insert 'INSERT INTO beds (label) VALUES (1)'
    exec_query 'INSERT INTO beds (title) VALUES (1)'
    insert 'INSERT INTO beds (number) VALUES (1)'
    update 'UPDATE beds SET number = 2'
    delete 'DELETE FROM beds WHERE number = 3'
    select_all('SELECT label FROM plots').each { |row| execute("UPDATE beds SET plot_label = #{quote(row['label'])}") }
    select_one 'SELECT width FROM plots'
    select_rows 'SELECT depth FROM plots'
    select_value 'SELECT height FROM plots'
    select_values 'SELECT north FROM plots'
    query 'SELECT south FROM plots'
    query_value 'SELECT east FROM plots'
    connection.execute('UPDATE plots SET west = 1')
    ActiveRecord::Base.connection.add_index :plots, :west
    manager = arel_update_manager
    manager.table(Arel::Table.new(:plots)).set([[Arel::Table.new(:plots)[:up], 1]])
    execute(manager.to_sql)
  end

  def down; end
end
