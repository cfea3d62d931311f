# frozen_string_literal: true

class DropBeds < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    ensure_none_left!
    drop_table :beds
  end

  def down; end

  private

  def ensure_none_left!
    return unless define_batchable_model(:beds).where(owner_id: nil).count > 0

    raise 'some beds have no owner'
  end
end
