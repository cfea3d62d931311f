# frozen_string_literal: true

class IndexAuditEvents < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    add_concurrent_index :audit_events, :event_id, unique: true, name: 'index_audit_events_on_event_id'
  end

  def down; end
end
