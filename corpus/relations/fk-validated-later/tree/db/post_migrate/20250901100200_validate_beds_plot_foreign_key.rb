# frozen_string_literal: true

class ValidateBedsPlotForeignKey < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    validate_foreign_key :beds, :plot_id
  end

  def down; end
end
