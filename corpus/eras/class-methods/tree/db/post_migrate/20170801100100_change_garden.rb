# frozen_string_literal: true

class ChangeGarden < ActiveRecord::Migration
  include Gitlab::Database::MigrationHelpers

  def self.up
    if Gitlab::Database.postgresql?
      execute 'CREATE INDEX by_lower_label ON plots (LOWER(label))'
    else
      execute 'ALTER TABLE plots MODIFY label varchar(20)'
    end
    remove_column :plots, :height if Gitlab::Database.mysql?
    send(:remove_column, :plots, :width)
  end

  def self.down
  end
end
