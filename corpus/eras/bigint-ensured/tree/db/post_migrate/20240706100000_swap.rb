# frozen_string_literal: true

class Swap < Gitlab::Database::Migration[2.2]
  milestone '17.2'
  disable_ddl_transaction!

  def up
    swap_columns :events, :project_id, :project_id_convert_to_bigint
  end
end
