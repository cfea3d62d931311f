# frozen_string_literal: true

class CreateView < Gitlab::Database::Migration[2.3]
  milestone '17.9'

  def up
    execute('CREATE VIEW garden_beds AS SELECT * FROM beds')
  end

  def down; end
end
