# frozen_string_literal: true

class Retire < Gitlab::Database::Migration[2.2]
  milestone '18.2'
  disable_ddl_transaction!

  def up
    delete_batched_background_migration('FillBeds', :beds, :id, [])
  end
end
