# frozen_string_literal: true

class AddBedsOwnerForeignKey < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    add_concurrent_foreign_key :beds, :gardeners, column: :owner_id
  end

  def down; end
end
