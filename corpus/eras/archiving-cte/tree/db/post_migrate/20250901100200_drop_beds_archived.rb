# frozen_string_literal: true

class DropBedsArchived < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    drop_table :beds_archived
  end

  def down; end
end
