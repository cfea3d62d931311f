# frozen_string_literal: true

class Cancel < Gitlab::Database::Migration[2.2]
  milestone '13.9'
  disable_ddl_transaction!

  def up
    delete_queued_jobs('BackfillExpiry')
  end
end
