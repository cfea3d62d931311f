# frozen_string_literal: true

class TruncatePages < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    truncate_tables!('pages', connection: connection)
  end

  def down; end
end
