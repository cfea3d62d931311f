# frozen_string_literal: true

class ChangeGarden < ActiveRecord::Migration[7.1]
  def change
    change_table :plots, bulk: true do |t|
      t.integer :soil, null: false
      t.column :depth, :integer
      t.change :width, :bigint, null: false
      t.change_default :width, from: 1, to: 2
      t.change_null :label, false, 'none'
      t.remove :height, :weight, type: :integer
      t.remove_columns :north, :south
      t.rename :keeper_id, :holder_id
      t.rename_index 'old_index', 'new_index'
      t.index :soil unless t.index_exists?(:soil)
      t.remove_index column: [:soil, :depth]
      t.remove_index name: 'by_label'
      t.references :gardener
      t.remove_references :former
      t.remove_belongs_to :keeper
      t.foreign_key :gardeners unless t.foreign_key_exists?(:gardeners)
      t.remove_foreign_key name: 'fk_of_keeper'
      t.check_constraint 'soil > 0', name: 'has_soil', validate: false unless t.check_constraint_exists?(name: 'has_soil')
      t.validate_check_constraint name: 'has_soil'
      t.validate_constraint 'has_depth'
      t.remove_check_constraint name: 'has_width'
      t.remove_check_constraint 'width > 0'
      t.unique_key [:soil, :depth], name: 'one_soil'
      t.remove_unique_constraint [:soil, :width]
      t.remove_exclusion_constraint name: 'no_overlap'
      t.remove_attachment :picture
      t.remove_timestamps
      t.timestamps null: true unless t.column_exists?(:created_at)
    end
  end
end
