# frozen_string_literal: true

class CountTexts < ActiveRecord::Migration[5.0]
  class Bed < ActiveRecord::Base
    include EachBatch
    self.table_name = 'beds'
  end

  class Shed < ActiveRecord::Base
    include EachBatch
    self.table_name = 'sheds'
  end

  def up
    schedule(Shed, 'name')
    schedule(Bed, 'label')
  end

  def down; end

  private

  def schedule(model, field)
    model.where("#{field} LIKE ?", '%/hidden/%').each_batch(of: 100) do |batch, index|
      first, last = batch.pluck('MIN(id)', 'MAX(id)').first

      BackgroundMigrationWorker.perform_in(index * 60, 'CountText', [model.name.demodulize, first, last])
    end
  end
end
