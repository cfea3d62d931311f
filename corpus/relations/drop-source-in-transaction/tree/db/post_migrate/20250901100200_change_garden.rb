# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  TABLES = %i[beds sheds].freeze

  def up
    transaction do
      TABLES.each { |table| drop_table table }
    end
  end

  def down; end
end
