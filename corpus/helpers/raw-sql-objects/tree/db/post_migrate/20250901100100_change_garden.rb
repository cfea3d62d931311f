# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    execute(<<~SQL)
      CREATE VIEW open_plots AS SELECT id, label FROM plots WHERE open;
      CREATE MATERIALIZED VIEW plot_counts AS SELECT garden_id, COUNT(*) AS number FROM plots GROUP BY garden_id;
      REFRESH MATERIALIZED VIEW plot_counts;
      DROP VIEW old_plots;
      CREATE TYPE mood AS ENUM ('calm', 'wild');
      CREATE SEQUENCE plot_numbers OWNED BY plots.number;
      ALTER SEQUENCE plot_numbers RESTART WITH 5;
      DROP SEQUENCE bed_numbers;
      COMMENT ON TABLE plots IS 'All plots';
      SET statement_timeout TO 0;
      LOCK TABLE plots IN SHARE MODE;
      ANALYZE plots;
    SQL
    execute(<<~SQL)
      CREATE OR REPLACE FUNCTION count_beds() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE gardens SET beds_count = beds_count + 1 WHERE id = NEW.garden_id;
        RETURN NULL;
      END
      $$;
      CREATE TRIGGER count_beds_trigger AFTER INSERT ON beds FOR EACH ROW EXECUTE FUNCTION count_beds();
      DROP TRIGGER old_trigger ON beds;
      DROP FUNCTION old_count();
    SQL
    execute(<<~SQL)
      DO $$
      BEGIN
        UPDATE plots SET label = 'none' WHERE label IS NULL;
        IF NOT EXISTS (SELECT 1 FROM plots WHERE number = 0) THEN
          INSERT INTO plots (number) VALUES (0);
        END IF;
      END
      $$;
    SQL
  end

  def down; end
end
