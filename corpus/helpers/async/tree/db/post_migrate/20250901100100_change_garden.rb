# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    prepare_async_index :beds, :label, name: 'index_beds_by_label'
  end

  def down; end
end
