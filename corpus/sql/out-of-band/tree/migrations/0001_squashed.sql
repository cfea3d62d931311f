-- stopgraph: release 3.30
CREATE TABLE old_documents (id int, body text);
CREATE TABLE invoices (id int, total int, note text);
CREATE TABLE accounts (id int);
CREATE TABLE notes (id int);
CREATE TABLE carts (id int);
