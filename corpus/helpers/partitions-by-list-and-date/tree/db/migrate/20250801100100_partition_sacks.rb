# frozen_string_literal: true

class PartitionSacks < Gitlab::Database::Migration[2.2]
  milestone '18.3'
  disable_ddl_transaction!
  include Gitlab::Database::PartitioningMigrationHelpers::TableManagementHelpers

  def up
    create_list_partitions('sacks', { red: 1, blue: [2, 3] })
    create_list_partitions('pots', { red: 1 }, '%{table_name}_%{partition_name}')
    create_daterange_partitions('harvests', 'created_at', Date.today - 1.month, Date.today + 3.months)
  end
end
