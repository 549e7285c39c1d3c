-- Nothing is known any more of whose an account is. By hand, because Django would empty the library's
-- table of confirmations first, which nothing here writes and the app may not.
DELETE FROM account_emailaddress WHERE user_id = %(person)s
