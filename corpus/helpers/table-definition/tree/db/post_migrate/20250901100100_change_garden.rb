# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    create_table :beds do |t|
      t.text :label, limit: 100, null: false, index: { unique: true, name: 'one_label' }
      t.references :plot, foreign_key: { on_delete: :cascade }, null: false
      t.belongs_to :keeper, foreign_key: { to_table: :gardeners, name: 'fk_of_keeper', validate: false }, index: false
      t.references :origin, polymorphic: true, null: false
      t.timestamps_with_timezone
      t.index [:plot_id, :label], unique: true, where: 'label IS NOT NULL'
      t.foreign_key :crates, column: :crate_id, on_delete: :nullify
      t.check_constraint "char_length(label) > 2", name: 'check_label'
      t.check_constraint 'plot_id > 0'
      t.unique_constraint [:plot_id, :keeper_id], name: 'one_keeper'
      t.exclusion_constraint 'daterange(starts_on, ends_on) WITH &&', using: :gist, where: 'plot_id > 0', name: 'no_overlap'
    end
    create_table :plans, id: false do |t|
      t.references :plot, primary_key: true, index: false
      t.primary_key :number
      t.bigserial :place
      t.timestamps
    end
    create_table :entries, primary_key: [:id, :year], options: 'PARTITION BY RANGE (year)' do |t|
      t.bigserial :id
      t.integer :year, null: false
    end
    create_table :notes, id: :uuid, primary_key: :key, if_not_exists: true
    create_table :marks, id: { type: :integer }
    create_table :copies, as: 'SELECT id, label FROM beds'
  end

  def down; end
end
