# frozen_string_literal: true

class RequirePlotColumns < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  KIND = 'plot'.freeze
  COLUMNS = %i[owner_id].freeze

  def table(ending)
    :"#{KIND}#{ending}"
  end

  def up
    COLUMNS.each { |column| add_not_null_constraint table(:s), column }
  end

  def down; end
end
