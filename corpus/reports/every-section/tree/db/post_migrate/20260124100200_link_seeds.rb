# frozen_string_literal: true

class LinkSeeds < Gitlab::Database::Migration[2.3]
  milestone '18.9'
  disable_ddl_transaction!

  def up
    add_concurrent_foreign_key :seeds, :beds, column: :bed_id, validate: false
  end

  def down; end
end
