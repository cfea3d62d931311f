# frozen_string_literal: true

class EmptyTagColor < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    execute('UPDATE tags SET color = NULL')
  end

  def down; end
end
