# frozen_string_literal: true

class CleanTexts < ActiveRecord::Migration[5.0]
  class Bed < ActiveRecord::Base
    include EachBatch
    self.table_name = 'beds'
  end

  class Plot < ActiveRecord::Base
    include EachBatch
    self.table_name = 'plots'
  end

  class Shed < ActiveRecord::Base
    include EachBatch
    self.table_name = 'sheds'
  end

  def up
    schedule(Bed, 'label')
    schedule(Plot, 'description')
    schedule(Shed, 'description')
  end

  def down; end

  private

  def schedule(model, field)
    model.where("#{field} LIKE ?", '%/secret/%').each_batch(of: 100) do |batch, index|
      first, last = batch.pluck('MIN(id)', 'MAX(id)').first

      BackgroundMigrationWorker.perform_in(index * 60, 'CleanText', [model.name.demodulize, field, first, last])
    end
  end
end
