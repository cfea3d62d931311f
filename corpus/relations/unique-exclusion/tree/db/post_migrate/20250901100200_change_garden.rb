# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    execute('ALTER TABLE beds ADD CONSTRAINT beds_excl EXCLUDE USING btree (plot_id WITH =, number WITH =)')
  end

  def down; end
end
