# frozen_string_literal: true

class IndexBeds < Gitlab::Database::Migration[2.2]
  milestone '18.3'
  disable_ddl_transaction!

  def up
    add_concurrent_index :beds, 'plot_id, sown_at DESC NULLS LAST, id', name: 'beds_by_sowing'
    prepare_async_index :beds, 'plot_id, sown_at ASC NULLS FIRST', name: 'beds_by_sowing_async'
  end
end
