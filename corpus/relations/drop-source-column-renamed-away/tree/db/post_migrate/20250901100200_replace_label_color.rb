# frozen_string_literal: true

class ReplaceLabelColor < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    rename_column :labels, :color, :old_color
    rename_column :labels, :shade, :color
  end

  def down; end
end
