# frozen_string_literal: true

class ReplaceUncheckedKey < Gitlab::Database::Migration[2.2]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    add_concurrent_foreign_key :pots, :beds, column: :plot_id, name: 'fk_pots_plots_new', on_delete: :cascade
  end
end
