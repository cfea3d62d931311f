# frozen_string_literal: true

class SowBeds < Gitlab::Database::Migration[2.2]
  milestone '18.3'
  disable_ddl_transaction!
  include Gitlab::Database::MigrationHelpers::Sowing

  def up
    return if skip_sowing?(:beds, %w[id plot_id])

    remove_foreign_key_if_exists :beds, name: sowing_name('fk_beds')
  end
end
