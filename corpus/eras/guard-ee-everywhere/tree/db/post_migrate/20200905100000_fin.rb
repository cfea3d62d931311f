# frozen_string_literal: true

class Fin < Gitlab::Database::Migration[2.2]
  milestone '13.4'
  disable_ddl_transaction!

  def up
    if Gitlab.ee?
      Gitlab::BackgroundMigration.steal('FillBeds')
    end
  end
end
