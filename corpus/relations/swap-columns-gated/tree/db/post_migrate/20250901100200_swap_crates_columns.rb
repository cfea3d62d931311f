# frozen_string_literal: true

class SwapCratesColumns < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  include Gitlab::Database::MigrationHelpers::Swapping

  def up
    swap_columns :crates, :id, :id_convert_to_bigint
  end

  def down; end
end
