# frozen_string_literal: true

class CountPlots < Gitlab::Database::Migration[2.3]
  milestone '18.9'

  def up
    execute File.read('plots.sql')
  end

  def down; end
end
