# frozen_string_literal: true

class ScheduleCopySeedName < ActiveRecord::Migration[5.2]
  milestone '12.3'
  disable_ddl_transaction!

  Seed = Class.new(ActiveRecord::Base) do
    self.table_name = 'seeds'

    include EachBatch
  end

  def up
    name = Gitlab::BackgroundMigration::CopySeedName.to_s.demodulize

    Seed.each_batch(of: 1_000) do |batch, index|
      migrate_in(index * 2.minutes, name, batch.pluck('MIN(id)', 'MAX(id)').first)
    end
  end

  def down; end
end
