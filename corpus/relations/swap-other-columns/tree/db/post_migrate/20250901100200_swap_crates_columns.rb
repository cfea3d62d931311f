# frozen_string_literal: true

class SwapCratesColumns < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  include Gitlab::Database::MigrationHelpers::Swapping

  def up
    swap_columns :crates, :width, :height
  end

  def down; end
end
