# frozen_string_literal: true

class RetypeTagColorCode < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    change_column :tags, :color_code, :integer, using: 'color_code::integer'
  end

  def down; end
end
