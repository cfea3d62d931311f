# frozen_string_literal: true

class DeleteJobsOfNobody < ActiveRecord::Migration[6.0]
  milestone '13.3'
  disable_ddl_transaction!

  def up
    execute("DELETE FROM jobs WHERE gardener_id IS NULL")
  end

  def down; end
end
