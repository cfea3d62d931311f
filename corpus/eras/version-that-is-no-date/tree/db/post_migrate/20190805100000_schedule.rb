# frozen_string_literal: true

class Schedule < Gitlab::Database::Migration[2.2]
  milestone '12.3'
  disable_ddl_transaction!

  def up
    migrate_async('FirstJob', [1, 2])
  end
end
