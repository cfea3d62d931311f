# frozen_string_literal: true

class EncryptHooks < Gitlab::Database::Migration[2.2]
  milestone '11.4'
  disable_ddl_transaction!

  COLUMNS = [:token, :url].freeze

  class WebHook < ActiveRecord::Base
    include EachBatch

    self.table_name = 'web_hooks'
  end

  def up
    job = Gitlab::BackgroundMigration::EncryptHooksColumns
    model = Gitlab::BackgroundMigration::Models::EncryptColumns::WebHook

    WebHook.where.not(token: nil).each_batch(of: 100) do |batch, index|
      range = batch.pluck('MIN(id)', 'MAX(id)').first

      BackgroundMigrationWorker.perform_in(index * 120, job.to_s.demodulize, [model, COLUMNS, *range])
    end
  end
end
