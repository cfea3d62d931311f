# frozen_string_literal: true

class DropOldKind < Gitlab::Database::Migration[2.2]
  milestone '10.3'
  disable_ddl_transaction!

  def up
    remove_column :events, :old_kind
  end
end
