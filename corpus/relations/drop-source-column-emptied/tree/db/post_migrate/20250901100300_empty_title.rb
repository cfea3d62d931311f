# frozen_string_literal: true

class EmptyTitle < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    execute('UPDATE notes SET title = NULL')
  end

  def down; end
end
