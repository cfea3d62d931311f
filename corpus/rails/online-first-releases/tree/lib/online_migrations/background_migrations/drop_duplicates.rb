class OnlineMigrations::BackgroundMigrations::DropDuplicates < OnlineMigrations::BackgroundMigration
  def relation
    Order.group(:code).having('COUNT(*) > 1')
  end

  def process_batch(relation)
    Order.where(code: relation.select(:code)).where.not(id: relation.select('MIN(id)')).delete_all
  end
end
