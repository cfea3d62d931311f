# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  class Bed < MigrationRecord
    self.table_name = 'beds'
  end

  class Plot < MigrationRecord
    self.table_name = 'plots'
  end

  def up
    bed = Bed.find_by(Bed.arel_table[:colour].matches('red%'))
    return unless bed

    Plot.where(id: bed.plot_id).update_all(name: 'lost')
  end

  def down; end
end
