CREATE TABLE `carts` (
  `id` int unsigned NOT NULL AUTO_INCREMENT,
  `note` varchar(255) DEFAULT 'no `quotes` here',
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;
CREATE TABLE `lines` (`id` int unsigned NOT NULL AUTO_INCREMENT, PRIMARY KEY (`id`));
ALTER TABLE `carts` MODIFY `note` text;
