# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    execute('ALTER TABLE beds ADD CONSTRAINT fk_plot FOREIGN KEY (plot_id) REFERENCES plots (id)')
  end

  def down; end
end
