# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    execute <<~SQL
      DO $$
      BEGIN
        ALTER TABLE beds ALTER COLUMN plot_id SET NOT NULL;
      END
      $$
    SQL
  end

  def down; end
end
