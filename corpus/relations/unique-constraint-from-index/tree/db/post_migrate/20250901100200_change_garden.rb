# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    add_concurrent_index :beds, [:plot_id, :number], unique: true, name: 'tmp_beds'
    execute('ALTER TABLE beds ADD CONSTRAINT beds_unique UNIQUE USING INDEX tmp_beds')
  end

  def down; end
end
