CREATE TABLE orders (id bigint PRIMARY KEY, total int, cents int, state text);
