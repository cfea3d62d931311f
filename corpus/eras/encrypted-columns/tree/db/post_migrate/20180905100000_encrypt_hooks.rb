# frozen_string_literal: true

class EncryptHooks < Gitlab::Database::Migration[2.2]
  milestone '11.4'
  disable_ddl_transaction!

  class WebHook < ActiveRecord::Base
    include EachBatch
    self.table_name = 'web_hooks'
  end
  COLUMNS = [:token, :url]
  def up
    background_migration = Gitlab::BackgroundMigration::EncryptColumns
    relation = WebHook.where.not(token: nil)
    relation.each_batch(of: 100) do |batch, index|
      range = batch.pluck('MIN(id)', 'MAX(id)').first
      BackgroundMigrationWorker.perform_in(index * 120, background_migration.to_s.demodulize, [Gitlab::BackgroundMigration::Models::EncryptColumns::WebHook, COLUMNS, *range])
    end
  end
end
