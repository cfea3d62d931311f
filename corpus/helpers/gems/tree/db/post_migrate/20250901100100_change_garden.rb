# frozen_string_literal: true

class ChangeGarden < ActiveRecord::Migration[7.0]
  def change
    create_view :garden_summaries, version: 2
    create_view :garden_names, sql_definition: 'SELECT id, label FROM plots'
    create_view :garden_counts, sql_definition: 'SELECT plot_id FROM beds', materialized: true
    update_view :garden_summaries, version: 3, revert_to_version: 2
    replace_view :garden_names, version: 2
    drop_view :garden_lists, revert_to_version: 1
    add_attachment :plots, :map, :photo
    remove_attachment :beds, :photo
  end
end
