# frozen_string_literal: true

class DeleteDoneJobs < ActiveRecord::Migration[6.0]
  milestone '13.3'
  disable_ddl_transaction!

  def up
    execute("DELETE FROM jobs WHERE state = 1")
  end

  def down; end
end
