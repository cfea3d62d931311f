# frozen_string_literal: true

class DropWeeds < ActiveRecord::Migration
  milestone '10.5'
  disable_ddl_transaction!

  class Weed < ActiveRecord::Base
    self.table_name = 'found_weeds'
  end

  class Bed < ActiveRecord::Base
    self.table_name = 'marked_beds'
  end

  def up
    if Weed.all.empty?
      drop_table :found_weeds
    end

    drop_table :marked_beds unless Bed.any?
  end

  def down; end
end
