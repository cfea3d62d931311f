require_relative '../../lib/shop/migration_helpers'

class WidenIds < ActiveRecord::Migration[7.1]
  include Shop::MigrationHelpers

  TABLES = %w[a b c d e f g h i j k l m n o p q r s t u v w x y z].freeze

  def up
    sizes = {}
    TABLES.each { |table| sizes[table] = rows_of(table) }
    TABLES.each do |table|
      widen(table)
    end
    add_column :a, :total, :bigint
  end
end
