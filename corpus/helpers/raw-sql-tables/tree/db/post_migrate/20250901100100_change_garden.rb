# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    execute(<<~SQL)
      CREATE TABLE sheds (
        id bigserial PRIMARY KEY,
        plot_id bigint NOT NULL REFERENCES plots (id) ON DELETE CASCADE,
        label text DEFAULT 'none' UNIQUE,
        size integer CHECK (size > 0),
        CONSTRAINT has_size CHECK (size IS NOT NULL)
      );
      CREATE TABLE shed_copies (LIKE sheds INCLUDING ALL);
      CREATE TABLE shed_labels AS SELECT id, label FROM sheds;
      CREATE TABLE IF NOT EXISTS gitlab_partitions_dynamic.entries_1 PARTITION OF entries FOR VALUES IN (1);
      ALTER TABLE entries ATTACH PARTITION entries_2 FOR VALUES IN (2);
      ALTER TABLE entries DETACH PARTITION entries_3;
      CREATE UNIQUE INDEX CONCURRENTLY one_label ON sheds (lower(label)) WHERE size > 0;
      CREATE INDEX ON sheds (size);
      ALTER INDEX one_label RENAME TO one_name;
      DROP INDEX CONCURRENTLY IF EXISTS one_size;
    SQL
    execute <<~SQL
      ALTER TABLE plots
        ADD COLUMN soil integer NOT NULL DEFAULT 0,
        DROP COLUMN IF EXISTS width,
        ALTER COLUMN label SET NOT NULL,
        ALTER COLUMN title DROP NOT NULL,
        ALTER COLUMN number TYPE bigint,
        ALTER COLUMN place SET DEFAULT 1,
        ALTER COLUMN row DROP DEFAULT,
        ADD CONSTRAINT fk_keeper FOREIGN KEY (keeper_id) REFERENCES gardeners (id) ON DELETE SET NULL NOT VALID,
        ADD CONSTRAINT one_number UNIQUE (number, year),
        VALIDATE CONSTRAINT has_title,
        DROP CONSTRAINT has_place
    SQL
    execute('ALTER TABLE plots RENAME COLUMN old TO new')
    execute('ALTER TABLE plots RENAME CONSTRAINT has_old TO has_new')
    execute('ALTER TABLE pots RENAME TO crates')
    execute('TRUNCATE TABLE weeds, mosses')
    execute('DROP TABLE IF EXISTS huts CASCADE')
  end

  def down; end
end
