# frozen_string_literal: true

class ChangeGarden < ActiveRecord::Migration[5.0]
  include Gitlab::Database::MigrationHelpers

  def up
    Gitlab::Database.with_connection_pool(2) do |pool|
      threads = []
      threads << Thread.new do
        pool.with_connection { |connection| connection.execute('DELETE FROM beds WHERE closed') }
      end
      threads.each(&:join)
    end
    ActiveRecord::Base.connection_pool.with_connection { |connection| connection.drop_table :weeds }
    Gardens::Base.lease_connection.create_table(:logs) { |t| t.string :label }
    Gardens::Base.retrieve_connection.execute('DELETE FROM notes')
    Gardens::Pool.current.execute 'DELETE FROM marks WHERE old'
  end

  def down; end
end
