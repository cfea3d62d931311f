# frozen_string_literal: true

class SwapNumber < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  include Gitlab::Database::MigrationHelpers::Swapping

  def up
    swap_columns(:beds, :number, :number_convert_to_bigint)
  end

  def down; end
end
