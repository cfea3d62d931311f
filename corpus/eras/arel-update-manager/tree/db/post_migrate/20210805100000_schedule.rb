# frozen_string_literal: true

class Schedule < Gitlab::Database::Migration[2.2]
  milestone '14.2'
  disable_ddl_transaction!

  def up
    migrate_async('ArelJob', [1, 2])
  end
end
