# frozen_string_literal: true

class CreatePart < Gitlab::Database::Migration[2.3]
  milestone '17.9'

  def up
    execute(<<~SQL)
      CREATE TABLE p_beds (id bigint, part bigint, plot_id bigint, PRIMARY KEY (id, part)) PARTITION BY LIST (part);
      CREATE TABLE p_beds_100 PARTITION OF p_beds FOR VALUES IN (100);
      CREATE TABLE p_beds_101 PARTITION OF p_beds FOR VALUES IN (101);
    SQL
  end

  def down; end
end
