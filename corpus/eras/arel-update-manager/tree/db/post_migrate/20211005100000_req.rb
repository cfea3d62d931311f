# frozen_string_literal: true

class Req < Gitlab::Database::Migration[2.2]
  milestone '14.4'
  disable_ddl_transaction!

  def up
    execute 'ALTER TABLE boards ALTER COLUMN weight SET NOT NULL'
  end
end
