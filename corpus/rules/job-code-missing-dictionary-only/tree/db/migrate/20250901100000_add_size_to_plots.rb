# frozen_string_literal: true

class AddSizeToPlots < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def change
    add_column :plots, :size, :text
  end
end
