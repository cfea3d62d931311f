module Shop
  module MigrationHelpers
    def rows_of(table)
      exec_query("SELECT reltuples FROM pg_class WHERE relname = '#{table}'").to_a.first['reltuples']
    end

    def widen(table)
      execute("ALTER TABLE #{table} ALTER COLUMN id TYPE bigint")
    end
  end
end
