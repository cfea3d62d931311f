# frozen_string_literal: true

class SwapBed < Gitlab::Database::Migration[2.2]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    return unless Gitlab.com?

    with_lock_retries do
      execute 'ALTER TABLE pots RENAME COLUMN bed_id TO bed_tmp'
      execute 'ALTER TABLE pots RENAME COLUMN bed_copy TO bed_id'
      execute 'ALTER TABLE pots RENAME COLUMN bed_tmp TO bed_copy'
    end
  end
end
