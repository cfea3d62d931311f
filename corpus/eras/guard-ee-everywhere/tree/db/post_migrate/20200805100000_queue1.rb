# frozen_string_literal: true

class Queue1 < Gitlab::Database::Migration[2.2]
  milestone '13.3'
  disable_ddl_transaction!

  def up
    return unless Gitlab.ee?
    migrate_async('FillBeds', [1, 2])
  end
end
